package io.heartwire.client.pool;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * One borrower's right to a session, over for ever once it is given back.
 *
 * <p>Each loan has a lease of its own, so that a late call reaches no later borrower. It counts the
 * requests under way: a session is not lent again before they have ended. Safe for use by any
 * thread.
 */
final class Lease<L extends Poolable> {
  private static final int RETURNED = Integer.MIN_VALUE;

  private final Lender<L> lender;
  private final Pooled<L> pooled;
  private final Borrower borrower;
  private final CompletableFuture<Void> quiet = new CompletableFuture<>();

  /** Requests under way; the sign bit is set once the session is given back. */
  private final AtomicInteger requests = new AtomicInteger();

  private volatile boolean isBroken;

  // Guarded by the lock of the books.
  long since;
  boolean isReported;

  Lease(Lender<L> lender, Pooled<L> pooled, Borrower borrower) {
    this.lender = lender;
    this.pooled = pooled;
    this.borrower = borrower;
  }

  Pooled<L> pooled() {
    return pooled;
  }

  /**
   * Makes a request on the connection.
   *
   * @throws IllegalStateException if the session is given back
   */
  <T> CompletionStage<T> request(Function<L, CompletionStage<T>> request) {
    begin();
    CompletionStage<T> answer;
    try {
      answer = request.apply(pooled.connection());
    } catch (RuntimeException | Error failed) {
      end();
      throw failed;
    }
    return answer.whenComplete(
        (value, failure) -> {
          if (failure != null && pooled.connection().isBrokenBy(failure)) {
            isBroken = true;
          }
          end();
        });
  }

  /**
   * Does something on the connection that is done when it returns.
   *
   * @throws IllegalStateException if the session is given back
   */
  <T> T call(Function<L, T> step) {
    begin();
    try {
      return step.apply(pooled.connection());
    } finally {
      end();
    }
  }

  /**
   * Ends the lease.
   *
   * @throws IllegalStateException if it is over: the session may be another's by now
   */
  void giveBack() {
    int before = requests.getAndUpdate(count -> count | RETURNED);
    if (before < 0) {
      throw new IllegalStateException(
          pooled + " was given back already: close it once, where it was borrowed");
    }
    if (before == 0) {
      quiet.complete(null);
    }
    lender.takeBack(this);
  }

  /** Itself, for people; with the lock of the books held. */
  Loan loan(long now) {
    return new Loan(
        pooled.number(),
        borrower.thread(),
        Duration.ofNanos(now - since),
        isReported,
        borrower.place());
  }

  /** Whether a request has shown that the connection does not work any more. */
  boolean isBroken() {
    return isBroken;
  }

  /** Whether it is given back and no request is under way. */
  boolean isQuiet() {
    return requests.get() == RETURNED;
  }

  /** Completes when {@link #isQuiet()}. */
  CompletionStage<Void> quiet() {
    return quiet;
  }

  private void begin() {
    int before = requests.getAndUpdate(count -> count < 0 ? count : count + 1);
    if (before < 0) {
      throw new IllegalStateException(pooled + " was given back: borrow another");
    }
  }

  private void end() {
    if (requests.decrementAndGet() == RETURNED) {
      quiet.complete(null);
    }
  }
}
