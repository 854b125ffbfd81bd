package io.heartwire.client.pool;

import io.heartwire.client.ClientTime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** An end for what may never end. */
final class Limit {
  private Limit() {}

  /** What the step's stage becomes, or a failure when the time is over or the step throws. */
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
