package io.heartwire.broker.memory;

import io.heartwire.broker.Broker;
import io.heartwire.broker.Cluster;
import io.heartwire.broker.Engine;
import io.heartwire.broker.EngineState;
import io.heartwire.broker.Node;
import io.heartwire.broker.Presence;
import io.heartwire.broker.QueueStore;
import io.heartwire.time.TimeSource;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The engine of one process: nothing to install, nothing shared, all lost with the process. */
@Singleton
@Typed(MemoryEngine.class)
public final class MemoryEngine implements Engine {
  private final MemoryBroker broker;
  private final MemoryCluster cluster;
  private final MemoryQueueStore queues;
  private final EngineState state;

  @Inject
  public MemoryEngine(MemoryBroker broker, MemoryQueueStore queues, Node node, TimeSource time) {
    this.broker = broker;
    this.queues = queues;
    this.cluster = new MemoryCluster(node);
    this.state = new EngineState("memory", EngineState.Status.UP, time.nanos(), "");
  }

  @Override
  public Broker broker() {
    return broker;
  }

  @Override
  public Presence presence() {
    return broker;
  }

  @Override
  public Cluster cluster() {
    return cluster;
  }

  @Override
  public QueueStore queues() {
    return queues;
  }

  @Override
  public EngineState state() {
    return state;
  }

  @Override
  public void tick(long now) {
    broker.tick(now);
    queues.tick();
  }

  @Override
  public void close() {
    // Nothing outlives the process.
  }
}
