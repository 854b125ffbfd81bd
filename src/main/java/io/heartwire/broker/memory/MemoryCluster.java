package io.heartwire.broker.memory;

import io.heartwire.broker.Cluster;
import io.heartwire.broker.Control;
import io.heartwire.broker.ControlListener;
import io.heartwire.broker.Node;
import io.heartwire.broker.NodeAnswer;
import io.heartwire.broker.NodeId;
import io.heartwire.broker.NodeInfo;
import io.heartwire.broker.Payload;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The cluster of one node. Kept commands are kept nowhere: the node has done them, and no other
 * comes. Safe for use by any thread.
 */
final class MemoryCluster implements Cluster {
  private final Node node;
  private final AtomicReference<@Nullable ControlListener> listener = new AtomicReference<>();

  MemoryCluster(Node node) {
    this.node = node;
  }

  @Override
  public void start(ControlListener first) {
    if (!listener.compareAndSet(null, first)) {
      throw new IllegalStateException("the cluster has been started already");
    }
  }

  @Override
  public List<NodeInfo> nodes() {
    ControlListener here = listener.get();
    return List.of(node.info(here == null ? Payload.EMPTY : here.figures()));
  }

  @Override
  public int size() {
    return 1;
  }

  @Override
  public CompletionStage<List<NodeAnswer>> send(Control command) {
    ControlListener here = listener.get();
    if (here == null) {
      return CompletableFuture.completedStage(List.of());
    }
    NodeInfo self = node.info(Payload.EMPTY);
    return NodeAnswer.of(self, () -> here.control(new NodeId(node.uid()), command))
        .thenApply(List::of);
  }
}
