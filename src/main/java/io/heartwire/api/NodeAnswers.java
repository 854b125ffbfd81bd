package io.heartwire.api;

import io.heartwire.broker.BrokerException;
import io.heartwire.broker.NodeAnswer;
import io.heartwire.hook.Hooks;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** What several nodes have answered, as one answer. */
final class NodeAnswers {

  private NodeAnswers() {}

  /** An error only if none of the nodes that answered has done it; else each node's outcome. */
  static CompletionStage<ApiAnswer> done(CompletionStage<List<NodeAnswer>> sent) {
    return combined(sent, ApiAnswer.Done::new);
  }

  /**
   * @param result the answer with the nodes' outcomes, none if there is one node only
   */
  static CompletionStage<ApiAnswer> combined(
      CompletionStage<List<NodeAnswer>> sent, Function<List<NodeAnswer>, ApiAnswer> result) {
    return reached(sent.thenApply(answers -> combined(answers, result)));
  }

  private static ApiAnswer combined(
      List<NodeAnswer> answers, Function<List<NodeAnswer>, ApiAnswer> result) {
    if (answers.isEmpty()) {
      return new ApiAnswer.Failure(ApiError.temporary("the node is starting, nothing was done"));
    }
    if (answers.stream().allMatch(each -> each.outcome() == NodeAnswer.Outcome.FAILED)) {
      return new ApiAnswer.Failure(ApiError.ofReason(answers.get(0).body().asText()));
    }
    return result.apply(answers.size() == 1 ? List.of() : answers);
  }

  /** A failure of the engine becomes an answer that says what is to be done. */
  static CompletionStage<ApiAnswer> reached(CompletionStage<ApiAnswer> answer) {
    return answer.exceptionally(
        failure -> {
          if (Hooks.causeOf(failure) instanceof BrokerException away) {
            return new ApiAnswer.Failure(
                ApiError.temporary(
                    "done on this node, but the others may not know: "
                        + away.getMessage()
                        + "; try again"));
          }
          throw new CompletionException(failure);
        });
  }
}
