package io.heartwire.console;

import io.heartwire.broker.Broker;
import io.heartwire.broker.Cluster;
import io.heartwire.broker.Engine;
import io.heartwire.broker.EngineState;
import io.heartwire.broker.Presence;
import io.heartwire.broker.QueueStore;
import io.heartwire.broker.memory.MemoryBroker;

/** The engine in memory, without a cluster. */
record TestEngine(MemoryBroker memory) implements Engine {
  @Override
  public Broker broker() {
    return memory;
  }

  @Override
  public Presence presence() {
    return memory;
  }

  @Override
  public QueueStore queues() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Cluster cluster() {
    throw new UnsupportedOperationException();
  }

  @Override
  public EngineState state() {
    return new EngineState("memory", EngineState.Status.UP, 0, "");
  }

  @Override
  public void tick(long now) {}

  @Override
  public void close() {}
}
