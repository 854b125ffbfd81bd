package io.heartwire.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one client's token suppliers, which may block. They run on the client's executor,
 * {@link #MOST_AT_A_TIME} at a time; the others wait. A call that is not done in time fails and is
 * interrupted; it keeps its place until the supplier has returned.
 *
 * <p>Guarded by the client's lock, with which all methods are called and outcomes are told.
 */
final class TokenCalls {
  /** A client with thousands of subscriptions must not need a thread for each of their tokens. */
  static final int MOST_AT_A_TIME = 16;

  private static final Logger LOG = Logger.getLogger(TokenCalls.class.getName());

  private static final class Call {
    private final FutureTask<String> task;
    private final BooleanSupplier isWanted;
    private final Consumer<String> given;
    private final Consumer<Throwable> failed;
    private ClientTime.Timer timer = () -> {};
    private boolean isOver;

    Call(
        TokenSupplier tokens,
        BooleanSupplier isWanted,
        Consumer<String> given,
        Consumer<Throwable> failed) {
      this.task = new FutureTask<>(tokens::get);
      this.isWanted = isWanted;
      this.given = given;
      this.failed = failed;
    }
  }

  private final Duration limit;
  private final ClientLock lock;
  private final CallbackQueue callbacks;
  private final ClientTime time;
  private final Queue<Call> waiting = new ArrayDeque<>();
  private final Set<Call> running = new HashSet<>();
  private boolean hasFailed;

  /**
   * @param limit for each call, its wait included
   */
  TokenCalls(Duration limit, ClientLock lock, CallbackQueue callbacks, ClientTime time) {
    this.limit = limit;
    this.lock = lock;
    this.callbacks = callbacks;
    this.time = time;
  }

  /**
   * Calls the supplier; one of the two consumers is told, once.
   *
   * @param isWanted whether the token still is wanted when a waiting call could begin; if not,
   *     nobody is told
   */
  void ask(
      TokenSupplier tokens,
      BooleanSupplier isWanted,
      Consumer<String> given,
      Consumer<Throwable> failed) {
    Call call = new Call(tokens, isWanted, given, failed);
    call.timer = time.after(limit, () -> lock.run(() -> timeOut(call)));
    waiting.add(call);
    startNext();
  }

  /** Interrupts the suppliers that run; nobody is told anything any more. */
  void close() {
    waiting.forEach(TokenCalls::end);
    waiting.clear();
    running.forEach(TokenCalls::end);
  }

  private void startNext() {
    while (running.size() < MOST_AT_A_TIME && !waiting.isEmpty()) {
      Call next = waiting.remove();
      if (next.isWanted.getAsBoolean()) {
        running.add(next);
        lock.afterUnlock(() -> callbacks.execute(() -> run(next)));
      } else {
        end(next);
      }
    }
  }

  private void run(Call call) {
    call.task.run();
    if (call.task.isCancelled()) {
      Thread.interrupted(); // it was meant for the supplier; the executor's thread goes on
    }
    lock.run(() -> returned(call));
  }

  private void returned(Call call) {
    running.remove(call);
    if (!call.isOver) {
      end(call);
      try {
        @Nullable String token = call.task.get();
        if (token == null) {
          fail(call, new IllegalStateException("the token supplier returned null"));
        } else {
          call.given.accept(token);
        }
      } catch (ExecutionException failure) {
        Throwable cause = failure.getCause();
        fail(call, cause == null ? failure : cause);
      } catch (InterruptedException never) { // the task is done
        throw new IllegalStateException(never);
      }
    }
    startNext();
  }

  private void timeOut(Call call) {
    if (!call.isOver) {
      boolean hasWaited = waiting.remove(call);
      end(call);
      String why =
          hasWaited
              ? "%d others have not returned (at most %d run at a time)"
                  .formatted(running.size(), MOST_AT_A_TIME)
              : "the supplier has not returned";
      fail(call, new TimeoutException("no token within " + limit.toMillis() + " ms: " + why));
    }
  }

  private void fail(Call call, Throwable failure) {
    if (!hasFailed) {
      hasFailed = true;
      LOG.log(
          Level.WARNING,
          "A token supplier failed; further failures of this client's are not logged",
          failure);
    }
    call.failed.accept(failure);
  }

  private static void end(Call call) {
    call.isOver = true;
    call.timer.cancel();
    call.task.cancel(true);
  }
}
