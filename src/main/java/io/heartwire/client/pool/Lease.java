package io.heartwire.client.pool;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One borrower's right to use a session, until it is given back.
 *
 * <p>Each loan has a lease of its own, so that a late call cannot reach the next borrower. A lease
 * counts its requests under way: the session is not lent again before they have ended. Safe for use
 * by any thread.
 */
final class Lease<L extends Poolable> {
  private static final int RETURNED = Integer.MIN_VALUE;

  private final LeaseManager<L> leases;
  private final PoolEntry<L> entry;
  private final Borrower borrower;
  private final CompletableFuture<Void> quiet = new CompletableFuture<>();

  /** Requests under way; the sign bit is set once the session is given back. */
  private final AtomicInteger requests = new AtomicInteger();

  private volatile boolean isBroken;

  // Guarded by the lock of PoolState.
  long since;
  boolean isReported;

  Lease(LeaseManager<L> leases, PoolEntry<L> entry, Borrower borrower) {
    this.leases = leases;
    this.entry = entry;
    this.borrower = borrower;
  }

  PoolEntry<L> entry() {
    return entry;
  }

  /**
   * Makes a request on the connection.
   *
   * @throws IllegalStateException if the session is given back
   */
  <T extends @Nullable Object> CompletableFuture<T> request(
      Function<L, CompletableFuture<T>> request) {
    begin();
    CompletionStage<T> answer;
    try {
      answer = request.apply(entry.connection());
    } catch (RuntimeException | Error failed) {
      end();
      throw failed;
    }
    // The borrower's own: if it cancels this future, the request goes on and still counts.
    CompletableFuture<T> result = new CompletableFuture<>();
    answer.whenComplete(
        (value, failure) -> {
          if (failure != null && entry.connection().isBrokenBy(failure)) {
            isBroken = true;
          }
          end();
          if (failure == null) {
            result.complete(value);
          } else {
            result.completeExceptionally(failure);
          }
        });
    return result;
  }

  /**
   * Does something with the connection that is done when it returns.
   *
   * @throws IllegalStateException if the session is given back
   */
  <T> T call(Function<L, T> step) {
    begin();
    try {
      return step.apply(entry.connection());
    } finally {
      end();
    }
  }

  /**
   * Ends the lease.
   *
   * @throws IllegalStateException if it has ended already: another borrower may have the session
   */
  void giveBack() {
    int before = requests.getAndUpdate(count -> count | RETURNED);
    if (before < 0) {
      throw new IllegalStateException(
          entry + " was given back already: close it once, where it was borrowed");
    }
    if (before == 0) {
      quiet.complete(null);
    }
    leases.takeBack(this);
  }

  /** Describes the lease. Called with the lock of {@link PoolState} held. */
  Loan loan(long now) {
    return new Loan(
        entry.number(),
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
      throw new IllegalStateException(entry + " was given back: borrow another");
    }
  }

  private void end() {
    if (requests.decrementAndGet() == RETURNED) {
      quiet.complete(null);
    }
  }
}
