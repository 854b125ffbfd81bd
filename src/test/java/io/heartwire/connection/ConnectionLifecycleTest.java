package io.heartwire.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.heartwire.limit.InputBudget;
import io.heartwire.testkit.Race;
import io.heartwire.testkit.ScriptedTransport;
import io.heartwire.testkit.TestPool;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How connections begin, close and end: once, whoever takes part. */
class ConnectionLifecycleTest {
  private static final CloseReason FORCED = new CloseReason(3503, "forced");

  @RegisterExtension final TestPool pool = new TestPool();

  private final ScriptedTransport transport = new ScriptedTransport();

  @Test
  void theFirstReasonToCloseIsTheOneThatCounts() {
    Connection connection = pool.live(transport);

    assertThat(connection.close(FORCED)).isTrue();
    assertThat(connection.close(CloseReason.SLOW)).isFalse();
    connection.ended(CloseReason.VANISHED);

    assertThat(transport.closes()).containsExactly(FORCED);
    assertThat(pool.closed.single().reason()).isEqualTo(FORCED);
  }

  @Test
  void oneOfTwoConcurrentClosersWinsAndItsReasonCounts() {
    AtomicInteger winner = new AtomicInteger();
    Race.duel(
        5_000,
        () -> {
          winner.set(0);
          return new Pair(pool);
        },
        pair -> winner.addAndGet(pair.connection.close(FORCED) ? 1 : 0),
        pair -> winner.addAndGet(pair.connection.close(CloseReason.SLOW) ? 2 : 0),
        pair -> {
          assertThat(winner.get()).isIn(1, 2);
          CloseReason reason = winner.get() == 1 ? FORCED : CloseReason.SLOW;
          assertThat(pair.wire.closes()).containsExactly(reason);
          pair.connection.ended(CloseReason.VANISHED);
          assertThat(pool.closed.last().reason()).isEqualTo(reason);
        });
  }

  @Test
  void endingReleasesOnceHoweverOftenItIsReported() {
    Connection connection = pool.live(transport);

    assertThat(connection.ended(CloseReason.VANISHED)).isTrue();
    assertThat(connection.ended(CloseReason.NORMAL)).isFalse();
    assertThat(connection.close(FORCED)).isFalse();

    assertThat(pool.closed.single().reason()).isEqualTo(CloseReason.VANISHED);
    assertThat(transport.closes()).isEmpty();
    assertThat(pool.registry.counts().total()).isZero();
  }

  @Test
  void oneOfTwoConcurrentReportsOfTheEndReleases() {
    AtomicInteger releases = new AtomicInteger();
    int rounds = 5_000;
    Race.duel(
        rounds,
        () -> new Pair(pool),
        pair -> releases.addAndGet(pair.connection.ended(CloseReason.VANISHED) ? 1 : 0),
        pair -> releases.addAndGet(pair.connection.ended(CloseReason.NORMAL) ? 1 : 0),
        pair -> assertThat(pool.registry.counts().total()).isZero());

    assertThat(releases).hasValue(rounds);
    assertThat(pool.closed.fired()).hasSize(rounds);
  }

  @Test
  void closingBeforeThereIsAWireReleasesAtOnce() {
    Connection connection = pool.admit();

    assertThat(connection.close(CloseReason.NOT_READY)).isTrue();

    assertThat(connection.state()).isEqualTo(ConnectionState.CLOSED);
    assertThat(TestPool.open(connection, transport)).as("a wire that comes too late").isFalse();
    assertThat(pool.opened.fired()).isEmpty();
    assertThat(pool.closed.fired()).isEmpty();
  }

  @Test
  void aWireAttachedWhileTheConnectionIsBeingClosedIsClosedToo() {
    AtomicBoolean attached = new AtomicBoolean();
    Interfering owner = new Interfering();
    Connection connection = owned(owner);
    owner.whenClosing = () -> attached.set(TestPool.open(connection, transport));

    connection.close(CloseReason.NOT_READY);

    assertThat(transport.closes())
        .as("a wire is refused or closed, or its session stays open for ever")
        .hasSize(attached.get() ? 1 : 0);
  }

  @Test
  void aFailedWriteIsNotTakenForWrittenByAMessageSentMeanwhile() {
    Interfering owner = new Interfering();
    Connection connection = owned(owner);
    TestPool.open(connection, transport);
    connection.ready();
    transport.hold();
    connection.send(Message.text("lost", null), OverflowPolicy.DISCONNECT);
    owner.whenClosing =
        () -> connection.send(Message.text("next", null), OverflowPolicy.DISCONNECT);

    transport.fail(CloseReason.VANISHED);

    assertThat(connection.snapshot().messagesSent()).isZero();
    assertThat(connection.snapshot().dropped()).isBetween(1L, 2L);
  }

  @Test
  void aConnectionIsNeverReportedClosedBeforeItIsReportedOpened() {
    Connection connection = pool.admit();
    StringBuilder order = new StringBuilder();
    pool.opened.observe(event -> order.append("opened "));
    pool.closed.observe(event -> order.append("closed "));

    // The end comes on another thread while the wire is being attached.
    pool.time.atNextRead(() -> connection.ended(CloseReason.VANISHED));
    TestPool.open(connection, transport);

    assertThat(order.toString().strip()).isIn("", "opened closed");
  }

  @Test
  void theHookRunsOnceWhenTheConnectionBeginsToClose() {
    AtomicInteger runs = new AtomicInteger();
    Connection connection = pool.admit();
    TestPool.open(connection, transport, runs::incrementAndGet);

    connection.close(FORCED);
    assertThat(runs).hasValue(1);
    connection.ended(CloseReason.NORMAL);
    assertThat(runs).hasValue(1);
  }

  @Test
  void theHookRunsWhenThePeerEndsTheConnection() {
    AtomicInteger runs = new AtomicInteger();
    Connection connection = pool.admit();
    TestPool.open(connection, transport, runs::incrementAndGet);

    connection.ended(CloseReason.VANISHED);

    assertThat(runs).hasValue(1);
  }

  @Test
  void aHookThatThrowsDoesNotKeepThePlaceInThePool() {
    Connection connection = pool.admit();
    TestPool.open(connection, transport, ConnectionLifecycleTest::outOfOrder);

    Throwable ignored = catchThrowable(() -> connection.ended(CloseReason.VANISHED));

    assertThat(pool.registry.counts().total()).isZero();
    assertThat(pool.closed.fired()).as("told; the hook threw %s", ignored).hasSize(1);
  }

  @Test
  void aHookThatThrowsDoesNotKeepTheWireOpen() {
    Connection connection = pool.admit();
    TestPool.open(connection, transport, ConnectionLifecycleTest::outOfOrder);

    Throwable ignored = catchThrowable(() -> connection.close(FORCED));

    assertThat(transport.closes()).as("closed; the hook threw %s", ignored).hasSize(1);
  }

  @Test
  void aClosedConnectionTakesNoMessageAndNoPing() {
    Connection connection = pool.live(transport);
    connection.close(FORCED);

    assertThat(connection.send(Message.text("late", null), OverflowPolicy.DISCONNECT)).isFalse();
    assertThat(connection.ping()).isFalse();
    assertThat(transport.sequence()).isEmpty();
  }

  private static void outOfOrder() {
    throw new IllegalStateException("a hook out of order");
  }

  /** A live connection and its wire. */
  private static final class Pair {
    private final ScriptedTransport wire = new ScriptedTransport();
    private final Connection connection;

    Pair(TestPool pool) {
      connection = pool.live(wire);
    }
  }

  private Connection owned(RegistryOwner owner) {
    Tenants unlimited = Tenants.unlimited(new OutboxConfig(pool.settings), pool.time);
    ConnectionQuota quota =
        new ConnectionQuota(owner, unlimited.of(""), new InputBudget(1 << 20), pool.time);
    return new Connection(TestPool.peer(""), owner, quota, pool.outboxes, pool.time, () -> {});
  }

  /** An owner that steps in while the connection begins to close. */
  private static final class Interfering implements RegistryOwner {
    private Runnable whenClosing = () -> {};

    @Override
    public void opened(Connection connection) {}

    @Override
    public void moved(ConnectionState from, ConnectionState to) {
      if (to == ConnectionState.CLOSING) {
        whenClosing.run();
      }
    }

    @Override
    public boolean identified(Connection connection) {
      return true;
    }

    @Override
    public void released(Connection connection) {}

    @Override
    public void closed(Connection connection, CloseReason reason) {}

    @Override
    public void hookFailed(Connection connection, RuntimeException failure) {}

    @Override
    public void received(int bytes, boolean complete) {}

    @Override
    public void sent(int messages, int bytes) {}

    @Override
    public void roundTrip(long nanos) {}

    @Override
    public void exceeded(ConnectionLimit limit) {}

    @Override
    public Tenant tenant(String name) {
      throw new UnsupportedOperationException(name);
    }
  }
}
