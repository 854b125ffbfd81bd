package io.heartwire.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.config.Settings;
import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionClosed;
import io.heartwire.connection.ConnectionCounts;
import io.heartwire.connection.ConnectionOpened;
import io.heartwire.connection.ConnectionRegistry;
import io.heartwire.connection.OutboxConfig;
import io.heartwire.connection.OutboxPool;
import io.heartwire.connection.Peer;
import io.heartwire.connection.PoolConfig;
import io.heartwire.connection.TenantConfig;
import io.heartwire.connection.Tenants;
import io.heartwire.connection.Transport;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The real pool over a manual clock. Register it as an extension: after every test it ends what is
 * left and checks that the books balance and nothing is still held.
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
            new PoolConfig(settings), tenants, outboxes, time, roundTrips::add, opened, closed);
    assertThat(settings.problems()).isEmpty();
  }

  public static Peer peer(String user) {
    return new Peer("raw", "192.0.2.7", "test", user);
  }

  /** A connection in {@code PENDING}, without a wire. */
  public Connection admit() {
    return registry.admit(peer(""), () -> {}).orElseThrow();
  }

  /** Attaches a wire to a connection that is not prepared yet; false if it has ended. */
  public static boolean open(Connection connection, Transport wire) {
    return open(connection, wire, () -> {});
  }

  /** The same; {@code atEnd} runs once, when the connection begins to close or ends. */
  public static boolean open(Connection connection, Transport wire, Runnable atEnd) {
    return connection.prepare(atEnd) && connection.open(wire);
  }

  /** A connection in {@code LIVE} on the wire. */
  public Connection live(ScriptedTransport transport) {
    Connection connection = admit();
    assertThat(open(connection, transport)).isTrue();
    assertThat(connection.ready()).isTrue();
    return connection;
  }

  /** Fails unless the counts by state add up, and agree with the connections themselves. */
  public void checkBooks() {
    ConnectionCounts counts = registry.counts();
    assertThat(counts.pending() + counts.live() + counts.stale() + counts.closing())
        .as("the counts by state add up to the total: %s", counts)
        .isEqualTo(counts.total());
    assertThat(registry.snapshot()).as("every place is taken by one").hasSize(counts.total());
  }

  @Override
  public void afterEach(ExtensionContext context) {
    checkBooks();
    registry.forEach(left -> left.ended(CloseReason.NORMAL));
    checkBooks();
    assertThat(registry.counts().total()).as("places taken at the end").isZero();
    assertThat(tenants.connections().values()).as("places of classes").containsOnly(0);
    assertThat(outboxes.figures().inUse()).as("outboxes leased at the end").isZero();
    assertThat(outboxes.figures().leaked()).as("leaks at the end").isZero();
    assertThat(closed.fired())
        .as("one closed event for each opened one")
        .hasSameSizeAs(opened.fired());
  }
}
