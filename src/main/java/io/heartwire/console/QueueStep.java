package io.heartwire.console;

import io.heartwire.broker.BrokerException;
import io.heartwire.hook.Hooks;
import io.heartwire.json.FieldValues;
import io.heartwire.queue.QueueException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Something that is asked of queues, or done to them. */
@FunctionalInterface
interface QueueStep {
  /**
   * @return the result, a JSON object; fails with a {@link QueueException}, which may be thrown,
   *     too
   */
  CompletionStage<byte[]> run(FieldValues in);

  /** What goes wrong is said with the codes of the console. */
  static ConsoleMethod.Handler explained(QueueStep step) {
    return request -> {
      CompletionStage<byte[]> result;
      try {
        result = step.run(request.in());
      } catch (QueueException refused) {
        result = CompletableFuture.failedStage(refused);
      }
      return result.exceptionally(
          failure -> {
            throw new CompletionException(explain(Hooks.causeOf(failure)));
          });
    };
  }

  private static Throwable explain(Throwable failure) {
    String why = String.valueOf(failure.getMessage());
    if (failure instanceof QueueException refused) {
      return switch (refused.problem()) {
        case BAD_REQUEST -> ConsoleErrors.badRequest(why);
        case UNKNOWN_QUEUE -> ConsoleErrors.notFound(why);
        case PERMISSION_DENIED -> ConsoleErrors.permissionDenied(why);
        case LIMIT_EXCEEDED -> ConsoleErrors.limitExceeded(why);
        case FULL, ROLLED_BACK -> ConsoleErrors.notAvailable(why);
        case CLOSED -> ConsoleErrors.temporary(why);
      };
    }
    return failure instanceof BrokerException limit && !BrokerException.isUnavailable(limit)
        ? ConsoleErrors.limitExceeded(why)
        : failure;
  }
}
