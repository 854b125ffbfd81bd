package io.heartwire.testkit;

import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionClosed;
import io.heartwire.connection.ConnectionRegistry;
import io.heartwire.connection.OutboxConfig;
import io.heartwire.connection.OutboxPool;
import io.heartwire.connection.OverflowPolicy;
import io.heartwire.connection.Peer;
import io.heartwire.connection.PoolConfig;
import io.heartwire.connection.Tenants;
import io.heartwire.connection.Transport;
import java.time.Duration;

/** A real pool for one connection, cheap enough to be created millions of times. */
public final class StressPool {
  private static final Peer PEER = new Peer("raw", "192.0.2.7", "", "");
  private static final PoolConfig ONE = new PoolConfig(1);
  private static final OutboxConfig SMALL =
      new OutboxConfig(
          8,
          1024,
          25,
          Duration.ofDays(1),
          OverflowPolicy.DISCONNECT,
          Duration.ZERO,
          Duration.ofSeconds(10));

  private final ManualTimeSource time = new ManualTimeSource();
  private final OutboxPool outboxes = new OutboxPool(SMALL, time);
  private final RecordedEvents<ConnectionClosed> closed = new RecordedEvents<>();
  private final ConnectionRegistry registry =
      new ConnectionRegistry(
          ONE,
          Tenants.unlimited(SMALL, time),
          outboxes,
          time,
          nanos -> {},
          TestPool.listener(new RecordedEvents<>(), closed));

  public Connection admit() {
    return registry.admit(PEER, () -> {}).orElseThrow();
  }

  public Connection live(Transport transport) {
    return live(transport, () -> {});
  }

  /**
   * Returns a connection in {@code LIVE}; {@code atEnd} runs once, when it begins to close or ends.
   */
  public Connection live(Transport transport, Runnable atEnd) {
    Connection connection = admit();
    connection.prepare(atEnd);
    connection.open(transport);
    connection.ready();
    return connection;
  }

  /** The number of leased outboxes. */
  public int leased() {
    return outboxes.figures().inUse();
  }

  /** The number of {@link ConnectionClosed} events. */
  public int closedEvents() {
    return closed.fired().size();
  }

  /** The number of connections in the pool. */
  public int total() {
    return registry.counts().total();
  }
}
