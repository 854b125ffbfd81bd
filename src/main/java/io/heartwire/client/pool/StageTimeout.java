package io.heartwire.client.pool;

import io.heartwire.client.ClientTime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Limits how long an asynchronous step may take. */
final class StageTimeout {
  private StageTimeout() {}

  /** Completes as the step's stage does; fails if the step throws or is not done in time. */
  static CompletionStage<?> within(
      Duration limit, ClientTime time, Supplier<CompletionStage<?>> step) {
    CompletableFuture<Object> result = new CompletableFuture<>();
    CompletionStage<?> begun;
    try {
      begun = step.get();
    } catch (RuntimeException failed) {
      result.completeExceptionally(failed);
      return result;
    }
    begun.whenComplete(
        (value, failure) -> {
          if (failure == null) {
            result.complete(value);
          } else {
            result.completeExceptionally(failure);
          }
        });
    if (!result.isDone()) {
      ClientTime.Timer timer =
          time.after(
              limit,
              () ->
                  result.completeExceptionally(
                      new TimeoutException("no end within " + limit.toMillis() + " ms")));
      CompletionStage<Object> end = result;
      end.whenComplete((value, failure) -> timer.cancel());
    }
    return result;
  }
}
