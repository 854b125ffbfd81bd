package io.heartwire.api;

import io.heartwire.broker.Cluster;
import io.heartwire.broker.Control;
import io.heartwire.broker.ControlListener;
import io.heartwire.broker.Node;
import io.heartwire.broker.NodeId;
import io.heartwire.broker.Payload;
import io.heartwire.channel.Channels;
import io.heartwire.connection.ConnectionRegistry;
import io.heartwire.hub.NodeFigures;
import io.heartwire.hub.NodeInspection;
import io.heartwire.hub.OperationRunner;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Does on this node what any node has asked of all, and says how this node fares. Safe for use by
 * any thread; nothing blocks.
 */
@Singleton
class NodeCommands implements ControlListener {
  private static final int BEFORE_APPLICATIONS = 100;

  private final OperationRunner operations;
  private final DrainCommands drains;
  private final ApiFailures failures;
  private final Channels channels;
  private final ConnectionRegistry connections;
  private final Node node;
  private final NodeInspection inspection;

  @Inject
  NodeCommands(
      OperationRunner operations,
      DrainCommands drains,
      ApiFailures failures,
      Channels channels,
      ConnectionRegistry connections,
      Node node,
      NodeInspection inspection) {
    this.operations = operations;
    this.drains = drains;
    this.failures = failures;
    this.channels = channels;
    this.connections = connections;
    this.node = node;
    this.inspection = inspection;
  }

  /** Early, so that beans of the application can reach all nodes when they hear of the start. */
  void join(@Observes @Priority(BEFORE_APPLICATIONS) Startup start, Cluster cluster) {
    cluster.start(this);
  }

  @Override
  public CompletionStage<Payload> control(NodeId from, Control command) {
    return failures
        .caught(command.operation(), () -> answer(command))
        .thenCompose(
            answer ->
                answer instanceof ApiAnswer.Failure failure
                    ? CompletableFuture.failedStage(
                        new NotDoneException(failure.error().asReason()))
                    : CompletableFuture.completedStage(AnswerWriter.result(answer)));
  }

  @Override
  public Payload figures() {
    return new NodeFigures(
            connections.counts(),
            connections.users(),
            channels.count(),
            channels.subscriptions(),
            node.uptime().toSeconds(),
            drains.refusesClients(),
            inspection.details())
        .write();
  }

  private CompletionStage<ApiAnswer> answer(Control command) {
    if (command.operation().equals(ChannelCounts.OPERATION)) {
      return CompletableFuture.completedStage(
          new ApiAnswer.Active(ChannelCounts.here(command, channels), List.of()));
    }
    if (command.operation().equals(NodeInspection.OPERATION)) {
      return inspection.answer(command).thenApply(ApiAnswer.Forwarded::new);
    }
    if (!NodeOrder.isOne(command)) {
      return operations.run(command).thenApply(done -> new ApiAnswer.Done());
    }
    NodeOrder order = NodeOrder.read(command);
    if (!order.node().isEmpty() && !order.node().equals(node.uid())) {
      return CompletableFuture.completedStage(new ApiAnswer.Done());
    }
    if (order.operation().equals(NodeOrder.DRAIN)) {
      return drains.drain(new ApiRequest.Drain(order.pace(), order.cancel(), false, ""));
    }
    return order.percent() > 0
        ? drains.rebalance(
            new ApiRequest.Rebalance(order.percent(), order.pace().rate(), false, ""))
        : drains.rebalanceTo(order.keep(), order.pace().rate(), false);
  }

  /** Carries the reason to the node that asked; no stack trace. */
  private static final class NotDoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotDoneException(String reason) {
      super(reason, null, false, false);
    }
  }
}
