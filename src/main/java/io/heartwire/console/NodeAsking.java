package io.heartwire.console;

import io.heartwire.broker.BrokerException;
import io.heartwire.broker.Cluster;
import io.heartwire.broker.Control;
import io.heartwire.broker.NodeAnswer;
import io.heartwire.broker.NodeInfo;
import io.heartwire.broker.Payload;
import io.heartwire.hook.Hooks;
import io.heartwire.hook.RefusedException;
import io.heartwire.hub.NodeInspection;
import io.heartwire.json.JsonText;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks all nodes, or one, and puts their answers together. A node that does not answer is named,
 * and the others' answers count; if the engine cannot be reached, this node answers for itself.
 * Safe for use by any thread; nothing blocks.
 */
@Singleton
class NodeAsking {
  private static final Pattern REASON = Pattern.compile("(\\d{3,4}) (.*)", Pattern.DOTALL);

  private final Cluster cluster;
  private final NodeInspection here;

  @Inject
  NodeAsking(Cluster cluster, NodeInspection here) {
    this.cluster = cluster;
    this.here = here;
  }

  /**
   * Asks every node, or one.
   *
   * @param to uid of the one; empty = all
   * @return the answers of those that were asked
   */
  CompletionStage<List<NodeAnswer>> ask(String question, String to, byte[] arguments) {
    List<NodeInfo> nodes = cluster.nodes();
    if (!to.isEmpty() && nodes.stream().noneMatch(node -> node.id().uid().equals(to))) {
      throw ConsoleErrors.notFound("no node has the id " + ListJson.clip(to));
    }
    Control control = NodeConsole.write(question, to, arguments);
    boolean isAlone = nodes.size() == 1 || nodes.get(0).id().uid().equals(to);
    CompletionStage<List<NodeAnswer>> answers =
        isAlone
            ? local(nodes.get(0), control).thenApply(List::of)
            : cluster
                .send(control)
                .handle((all, failure) -> orLocal(all, failure, nodes, control))
                .thenCompose(stage -> stage);
    return answers.thenApply(
        all ->
            all.stream()
                .filter(each -> to.isEmpty() || each.node().id().uid().equals(to))
                .toList());
  }

  /** What the one node has answered that was asked. */
  CompletionStage<Payload> askOne(String question, String to, byte[] arguments) {
    return ask(question, to, arguments)
        .thenApply(
            answers ->
                answers.stream()
                    .findFirst()
                    .map(NodeAsking::bodyOf)
                    .orElseThrow(() -> ConsoleErrors.temporary("the node has gone")));
  }

  /** A list of all nodes: {@code rows}, {@code total}, {@code next}, {@code nodes}. */
  <S extends Enum<S>> CompletionStage<byte[]> list(
      String question, String to, byte[] arguments, ListQuery<S> query) {
    return ask(question, to, arguments).thenApply(answers -> list(answers, query));
  }

  private static <S extends Enum<S>> byte[] list(List<NodeAnswer> answers, ListQuery<S> query) {
    // Each has left out what comes before the page; so the place to begin at is not needed again.
    TopRows<Payload> page = new TopRows<>(query.limit(), query.descending(), null);
    NodeParts parts = NodeParts.of(answers, page);
    List<TopRows.Row<Payload>> rows = page.rows();
    return JsonText.object(
        out -> {
          out.writeArrayFieldStart("rows");
          for (TopRows.Row<Payload> row : rows) {
            out.writeRawValue(row.value().asText());
          }
          out.writeEndArray();
          out.writeNumberField("total", page.total());
          if (page.hasMore() && !rows.isEmpty()) {
            RowKey last = rows.get(rows.size() - 1).key();
            out.writeStringField("next", new Cursor(query.order(), last).write());
          }
          parts.write(out);
        });
  }

  static Payload bodyOf(NodeAnswer answer) {
    if (answer.outcome() == NodeAnswer.Outcome.DONE) {
      return answer.body();
    }
    throw refusal(answer);
  }

  /** Why it was not done, as the node says. */
  static RefusedException refusal(NodeAnswer answer) {
    String reason = answer.body().asText();
    Matcher parts = REASON.matcher(reason);
    return parts.matches()
        ? new RefusedException(Integer.parseInt(parts.group(1)), parts.group(2))
        : ConsoleErrors.temporary("node " + answer.node().name() + ": " + reason);
  }

  private CompletionStage<NodeAnswer> local(NodeInfo self, Control control) {
    CompletionStage<Payload> answer;
    try {
      answer = here.answer(control);
    } catch (RefusedException refused) {
      answer = CompletableFuture.failedStage(refused);
    }
    CompletionStage<Payload> coded =
        answer.exceptionally(
            failure -> {
              throw new CompletionException(withCode(Hooks.causeOf(failure)));
            });
    return NodeAnswer.of(self, () -> coded);
  }

  /** As other nodes say why they did not do something: code, space, message. */
  private static Throwable withCode(Throwable failure) {
    return failure instanceof RefusedException refused
        ? new IllegalStateException(refused.code() + " " + refused.message())
        : failure;
  }

  private CompletionStage<List<NodeAnswer>> orLocal(
      List<NodeAnswer> all, Throwable failure, List<NodeInfo> nodes, Control control) {
    if (failure == null) {
      return CompletableFuture.completedStage(all);
    }
    if (!(Hooks.causeOf(failure) instanceof BrokerException away)) {
      return CompletableFuture.failedStage(failure);
    }
    Payload why = Payload.text("the engine cannot be reached: " + away.getMessage());
    return local(nodes.get(0), control)
        .thenApply(
            own -> {
              List<NodeAnswer> answers = new ArrayList<>(List.of(own));
              for (NodeInfo other : nodes.subList(1, nodes.size())) {
                answers.add(new NodeAnswer(other, NodeAnswer.Outcome.NOT_REACHED, why));
              }
              return answers;
            });
  }
}
