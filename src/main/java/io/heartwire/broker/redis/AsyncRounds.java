package io.heartwire.broker.redis;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Does a piece of work in rounds, one at a time, for as long as there is something to do. Requests
 * during a round lead to one more, however many they are. Safe for use by any thread.
 */
final class AsyncRounds {
  private final Executor threads;
  private final Supplier<CompletionStage<Boolean>> round;
  private final Consumer<Throwable> failed;

  // Guarded by this.
  private boolean isRunning;
  private boolean isAsked;

  /**
   * @param round must not block; its stage says whether there is more to do at once
   * @param failed told of a failed round, which ends the work until the next request
   */
  AsyncRounds(
      Executor threads, Supplier<CompletionStage<Boolean>> round, Consumer<Throwable> failed) {
    this.threads = threads;
    this.round = round;
    this.failed = failed;
  }

  void request() {
    synchronized (this) {
      if (isRunning) {
        isAsked = true;
        return;
      }
      isRunning = true;
    }
    next();
  }

  private void next() {
    try {
      threads.execute(this::run);
    } catch (RejectedExecutionException closed) {
      end(false);
    }
  }

  private void run() {
    CompletionStage<Boolean> done;
    try {
      done = round.get();
    } catch (RuntimeException failure) {
      done = CompletableFuture.failedFuture(failure);
    }
    done.whenComplete(
        (more, failure) -> {
          if (failure != null) {
            failed.accept(failure);
          }
          if (end(failure == null && more)) {
            next();
          }
        });
  }

  /** Returns whether there is another round. */
  private synchronized boolean end(boolean more) {
    isRunning = more || isAsked;
    isAsked = false;
    return isRunning;
  }
}
