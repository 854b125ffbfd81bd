package io.heartwire.api;

import io.heartwire.broker.Cluster;
import io.heartwire.broker.NodeAnswer;
import io.heartwire.hub.NodeFigures;
import io.heartwire.hub.Nodes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lets clients of nodes go: of the one that is asked, of a named one, or of each that has more than
 * its share. Safe for use by any thread; nothing waits.
 */
@Singleton
class NodeDrains {
  private final DrainCommands here;
  private final Nodes nodes;
  private final Cluster cluster;

  @Inject
  NodeDrains(DrainCommands here, Nodes nodes, Cluster cluster) {
    this.here = here;
    this.nodes = nodes;
    this.cluster = cluster;
  }

  CompletionStage<ApiAnswer> state() {
    return here.state();
  }

  CompletionStage<ApiAnswer> drain(ApiRequest.Drain request) {
    List<Nodes.Member> all = nodes.all();
    Nodes.Member other = other(all, request.node());
    if (other == null) {
      return here.drain(request);
    }
    requireNoWait(request.waits());
    var unused = here.plan(request.pace()); // what makes no sense is refused here
    return toldTo(other, NodeOrder.drain(other.info().id().uid(), request));
  }

  /**
   * By a percentage the clients of one node; without one, clients of every node that has more than
   * the mean, by what the nodes say of themselves. Together these keep the rate.
   */
  CompletionStage<ApiAnswer> rebalance(ApiRequest.Rebalance request) {
    List<Nodes.Member> all = nodes.all();
    Nodes.Member other = other(all, request.node());
    boolean isOfEach = request.percent() == 0 && request.node().isEmpty() && all.size() > 1;
    if (other == null && !isOfEach) {
      return request.percent() > 0
          ? here.rebalance(request)
          : here.rebalanceTo(mean(all), request.rate(), request.waits());
    }
    requireNoWait(request.waits());
    long keep = mean(all);
    if (other != null) {
      String node = other.info().id().uid();
      return toldTo(other, NodeOrder.rebalance(node, request.rate(), request.percent(), keep));
    }
    NodeOrder order = NodeOrder.rebalance("", share(all, keep, request.rate()), 0, keep);
    return NodeAnswers.combined(
        cluster.send(order.write()), nodes -> new ApiAnswer.Left(here.report(), nodes));
  }

  /** What each node would have that takes clients in, rounded up so that nobody goes in circles. */
  private static long mean(List<Nodes.Member> all) {
    List<NodeFigures> open = open(all);
    long clients = open.stream().mapToLong(NodeFigures::clients).sum();
    return open.isEmpty() ? Long.MAX_VALUE : (clients + open.size() - 1) / open.size();
  }

  /** The rate of each node that lets clients go, so that those who take them in bear the sum. */
  private long share(List<Nodes.Member> all, long keep, @Nullable Long rate) {
    long leaving = open(all).stream().filter(figures -> figures.clients() > keep).count();
    return Math.max(
        1, here.plan(new ApiRequest.Pace(rate, null, null)).rate() / Math.max(1, leaving));
  }

  private static List<NodeFigures> open(List<Nodes.Member> all) {
    return all.stream()
        .flatMap(each -> each.figures().stream())
        .filter(figures -> !figures.draining())
        .toList();
  }

  /** The node that is meant; null if it is this one. */
  private static Nodes.@Nullable Member other(List<Nodes.Member> all, String node) {
    if (node.isEmpty()) {
      return null;
    }
    List<Nodes.Member> meant =
        all.stream()
            .filter(each -> each.info().id().uid().equals(node) || each.info().name().equals(node))
            .toList();
    if (meant.size() == 1) {
      return meant.get(0).equals(all.get(0)) ? null : meant.get(0);
    }
    throw ApiException.badRequest(
        (meant.isEmpty()
                ? "node is the uid or the name of none; there are "
                : "node is the name of several; take the uid of one of ")
            + all.stream().map(Nodes.Member::shown).collect(Collectors.joining(", ")));
  }

  private CompletionStage<ApiAnswer> toldTo(Nodes.Member node, NodeOrder order) {
    return NodeAnswers.reached(
        cluster
            .send(order.write())
            .thenApply(
                answers ->
                    answerOf(
                        node,
                        answers.stream()
                            .filter(each -> each.node().id().equals(node.info().id()))
                            .findFirst())));
  }

  private static ApiAnswer answerOf(Nodes.Member node, Optional<NodeAnswer> answer) {
    if (answer.isEmpty() || answer.get().outcome() == NodeAnswer.Outcome.NOT_REACHED) {
      return new ApiAnswer.Failure(
          ApiError.temporary(
              "node "
                  + node.shown()
                  + " did not answer in time; it does it if it is back within a minute"));
    }
    return answer.get().outcome() == NodeAnswer.Outcome.FAILED
        ? new ApiAnswer.Failure(ApiError.ofReason(answer.get().body().asText()))
        : new ApiAnswer.Forwarded(answer.get().body());
  }

  private static void requireNoWait(boolean waits) {
    if (waits) {
      throw ApiException.badRequest(
          "wait is for the clients of the node that is asked; ask the other node itself, or call"
              + " drain by GET there");
    }
  }
}
