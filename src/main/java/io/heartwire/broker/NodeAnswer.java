package io.heartwire.broker;

import io.heartwire.visibility.Internal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * What became of a command on one node.
 *
 * @param node the node
 * @param outcome whether it was done
 * @param body the answer, JSON, of one that was done; otherwise the reason as text
 */
public record NodeAnswer(NodeInfo node, Outcome outcome, Payload body) {

  /** Whether a command was done. */
  public enum Outcome {
    /** It was. */
    DONE,
    /** The node refused it or failed. */
    FAILED,
    /** The node did not answer in time. It does the command if it is back within a minute. */
    NOT_REACHED
  }

  /** Does a command on this node; the stage never fails. */
  @Internal
  public static CompletionStage<NodeAnswer> of(
      NodeInfo here, Supplier<CompletionStage<Payload>> command) {
    CompletionStage<Payload> answer;
    try {
      answer = command.get();
    } catch (RuntimeException | Error failed) { // or the commands after it would wait for ever
      answer = CompletableFuture.failedStage(failed);
    }
    return answer.handle(
        (body, failure) ->
            failure == null
                ? new NodeAnswer(here, Outcome.DONE, body)
                : new NodeAnswer(here, Outcome.FAILED, Payload.text(reasonOf(failure))));
  }

  private static String reasonOf(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return String.valueOf(cause.getMessage());
  }
}
