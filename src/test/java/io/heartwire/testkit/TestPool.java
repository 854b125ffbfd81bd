package io.heartwire.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.config.Settings;
import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionClosed;
import io.heartwire.connection.ConnectionCounts;
import io.heartwire.connection.ConnectionListener;
import io.heartwire.connection.ConnectionOpened;
import io.heartwire.connection.ConnectionRegistry;
import io.heartwire.connection.OutboxConfig;
import io.heartwire.connection.OutboxPool;
import io.heartwire.connection.Peer;
import io.heartwire.connection.PoolConfig;
import io.heartwire.connection.TenantConfig;
import io.heartwire.connection.Tenants;
import io.heartwire.connection.TimingListener;
import io.heartwire.connection.Transport;
import io.heartwire.heartbeat.Heartbeat;
import io.heartwire.heartbeat.HeartbeatPolicy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real pool with a manual clock. Register it as an extension: after every test it ends the
 * remaining connections, and checks that all counts are consistent and nothing is still leased.
 */
public final class TestPool implements AfterEachCallback {
  public final Map<String, String> overrides;
  public final Settings settings;
  public final ManualTimeSource time;
  public final Tenants tenants;
  public final OutboxPool outboxes;
  public final ConnectionRegistry registry;
  public final RecordedEvents<ConnectionOpened> opened = new RecordedEvents<>();
  public final RecordedEvents<ConnectionClosed> closed = new RecordedEvents<>();
  public final List<Long> roundTrips = new CopyOnWriteArrayList<>();

  /** How long messages that are measured took, in nanoseconds. */
  public final List<Long> written = new CopyOnWriteArrayList<>();

  public TestPool() {
    this(Map.of());
  }

  public TestPool(Map<String, String> overrides) {
    this(overrides, new ManualTimeSource());
  }

  public TestPool(Map<String, String> overrides, ManualTimeSource time) {
    this.overrides = new ConcurrentHashMap<>(overrides);
    this.settings = TestSettings.with(this.overrides);
    this.time = time;
    OutboxConfig outbox = new OutboxConfig(settings);
    this.tenants = new Tenants(new TenantConfig(settings, outbox), time);
    this.outboxes = new OutboxPool(outbox, time);
    this.registry =
        new ConnectionRegistry(
            new PoolConfig(settings), tenants, outboxes, time, timings(), listener(opened, closed));
    assertThat(settings.problems()).isEmpty();
  }

  /** A pool whose outboxes hold so many messages and bytes. */
  public static TestPool withOutboxesOf(int capacity, int maxBytes) {
    return new TestPool(
        Map.of(
            "heartwire.outbox.capacity", String.valueOf(capacity),
            "heartwire.outbox.max-bytes", String.valueOf(maxBytes)));
  }

  /** Remembers what the pool tells. */
  static ConnectionListener listener(
      RecordedEvents<ConnectionOpened> opened, RecordedEvents<ConnectionClosed> closed) {
    return new ConnectionListener() {
      @Override
      public void opened(ConnectionOpened event) {
        opened.fire(event);
      }

      @Override
      public void closed(ConnectionClosed event) {
        closed.fire(event);
      }
    };
  }

  private TimingListener timings() {
    return new TimingListener() {
      @Override
      public void roundTrip(long nanos) {
        roundTrips.add(nanos);
      }

      @Override
      public void written(long nanos) {
        written.add(nanos);
      }
    };
  }

  /** A heartbeat of its connections. */
  public Heartbeat heartbeat() {
    return new Heartbeat(
        registry,
        outboxes,
        () -> new HeartbeatPolicy(settings, new OutboxConfig(settings)),
        nanos -> {},
        time);
  }

  public static Peer peer(String user) {
    return new Peer("raw", "192.0.2.7", "test", user);
  }

  /** Admits a connection, which is {@code PENDING} and has no transport. */
  public Connection admit() {
    return registry.admit(peer(""), () -> {}).orElseThrow();
  }

  /** Prepares a connection and attaches a transport; returns false if it has ended. */
  public static boolean open(Connection connection, Transport wire) {
    return open(connection, wire, () -> {});
  }

  /** Prepares and opens a connection; {@code atEnd} runs once, when it begins to close or ends. */
  public static boolean open(Connection connection, Transport wire, Runnable atEnd) {
    return connection.prepare(atEnd) && connection.open(wire);
  }

  /** Returns a connection in {@code LIVE} on the transport. */
  public Connection live(ScriptedTransport transport) {
    Connection connection = admit();
    assertThat(open(connection, transport)).isTrue();
    assertThat(connection.ready()).isTrue();
    return connection;
  }

  /** Fails unless the counts by state add up and agree with the connections themselves. */
  public void checkCounts() {
    ConnectionCounts counts = registry.counts();
    assertThat(counts.pending() + counts.live() + counts.stale() + counts.closing())
        .as("the counts by state add up to the total: %s", counts)
        .isEqualTo(counts.total());
    assertThat(registry.snapshot())
        .as("one connection for each that is counted")
        .hasSize(counts.total());
  }

  @Override
  public void afterEach(ExtensionContext context) {
    checkCounts();
    registry.forEach(left -> left.ended(CloseReason.NORMAL));
    checkCounts();
    assertThat(registry.counts().total()).as("connections at the end").isZero();
    assertThat(tenants.connections().values()).as("connections by tenant").containsOnly(0);
    assertThat(outboxes.figures().inUse()).as("outboxes leased at the end").isZero();
    assertThat(outboxes.figures().leaked()).as("leaks at the end").isZero();
    assertThat(closed.fired())
        .as("one closed event for each opened one")
        .hasSameSizeAs(opened.fired());
  }
}
