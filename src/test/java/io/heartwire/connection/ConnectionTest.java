package io.heartwire.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.heartwire.testkit.ManualTimeSource;
import io.heartwire.testkit.Race;
import io.heartwire.testkit.ScriptedTransport;
import io.heartwire.testkit.TestPool;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ConnectionTest {
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
    assertThat(connection.open(transport, () -> {})).as("a wire that comes too late").isFalse();
    assertThat(pool.opened.fired()).isEmpty();
    assertThat(pool.closed.fired()).isEmpty();
  }

  @Test
  void aWireAttachedWhileTheConnectionIsBeingClosedIsClosedToo() {
    AtomicBoolean attached = new AtomicBoolean();
    Interfering owner = new Interfering();
    Connection connection = new Connection(TestPool.peer(""), owner, pool.outboxes, pool.time);
    owner.whenClosing = () -> attached.set(connection.open(transport, () -> {}));

    connection.close(CloseReason.NOT_READY);

    assertThat(transport.closes())
        .as("a wire is refused or closed, or its session stays open for ever")
        .hasSize(attached.get() ? 1 : 0);
  }

  @Test
  void aFailedWriteIsNotTakenForWrittenByAMessageSentMeanwhile() {
    Interfering owner = new Interfering();
    Connection connection = new Connection(TestPool.peer(""), owner, pool.outboxes, pool.time);
    connection.open(transport, () -> {});
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
    connection.open(transport, () -> {});

    assertThat(order.toString().strip()).isIn("", "opened closed");
  }

  @Test
  void theHookRunsOnceWhenTheConnectionBeginsToClose() {
    AtomicInteger runs = new AtomicInteger();
    Connection connection = pool.admit();
    connection.open(transport, runs::incrementAndGet);

    connection.close(FORCED);
    assertThat(runs).hasValue(1);
    connection.ended(CloseReason.NORMAL);
    assertThat(runs).hasValue(1);
  }

  @Test
  void theHookRunsWhenThePeerEndsTheConnection() {
    AtomicInteger runs = new AtomicInteger();
    Connection connection = pool.admit();
    connection.open(transport, runs::incrementAndGet);

    connection.ended(CloseReason.VANISHED);

    assertThat(runs).hasValue(1);
  }

  @Test
  void aHookThatThrowsDoesNotKeepThePlaceInThePool() {
    Connection connection = pool.admit();
    connection.open(transport, ConnectionTest::outOfOrder);

    Throwable ignored = catchThrowable(() -> connection.ended(CloseReason.VANISHED));

    assertThat(pool.registry.counts().total()).isZero();
    assertThat(pool.closed.fired()).as("told; the hook threw %s", ignored).hasSize(1);
  }

  @Test
  void aHookThatThrowsDoesNotKeepTheWireOpen() {
    Connection connection = pool.admit();
    connection.open(transport, ConnectionTest::outOfOrder);

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

  @Test
  void aSignOfLifeRecoversAStaleConnectionAndForgetsItsMisses() {
    Connection connection = pool.live(transport);
    connection.missedPing();
    connection.missedPing();
    assertThat(connection.missed()).isEqualTo(2);

    connection.heard();

    assertThat(connection.state()).isEqualTo(ConnectionState.LIVE);
    assertThat(connection.missed()).isZero();
    assertThat(connection.missedAt()).isEqualTo(Pulse.NEVER);
  }

  @Test
  void aSignOfLifeInTheMiddleOfAMissDoesNotLeaveTheConnectionStaleForEver() {
    Connection connection = pool.live(transport);

    pool.time.atNextRead(connection::heard);
    connection.missedPing();
    connection.heard();

    assertThat(connection.state()).isEqualTo(ConnectionState.LIVE);
  }

  @Test
  void everyFrameIsHeardButOnlyWholeMessagesAreCounted() {
    Connection connection = pool.live(transport);
    pool.time.advance(Duration.ofSeconds(3));

    connection.received(10, false);
    connection.received(5, true);

    ConnectionSnapshot facts = connection.snapshot();
    assertThat(facts.messagesReceived()).isEqualTo(1);
    assertThat(facts.bytesReceived()).isEqualTo(15);
    assertThat(facts.lastHeard()).isZero();
  }

  @Test
  void aMessageInEitherDirectionIsTheLastMessage() {
    Connection connection = pool.live(transport);
    pool.time.advance(Duration.ofSeconds(3));
    connection.send(Message.text("out", null), OverflowPolicy.DISCONNECT);
    assertThat(connection.lastMessageAt()).isEqualTo(pool.time.nanos());

    pool.time.advance(Duration.ofSeconds(3));
    connection.heard();
    assertThat(connection.lastMessageAt()).as("a pong is no message").isLessThan(pool.time.nanos());

    connection.received(1, true);
    connection.active();
    assertThat(connection.lastMessageAt()).isEqualTo(pool.time.nanos());
  }

  @Test
  void aProtocolsOwnPingsAndPongsDoNotKeepAConnectionFromBeingIdle() {
    Connection connection = pool.live(transport);
    connection.pingWith(Message.line("{}", null), Duration.ofSeconds(25));
    long opened = pool.time.nanos();
    pool.time.advance(Duration.ofSeconds(25));

    assertThat(connection.ping()).isTrue();
    connection.received(2, true);
    connection.answered();

    assertThat(transport.sequence()).containsExactly("{}");
    assertThat(connection.lastMessageAt()).isEqualTo(opened);
    assertThat(connection.lastHeardAt()).isEqualTo(pool.time.nanos());
  }

  @Test
  void theUpgradeIsASignOfLife() {
    Connection connection = pool.admit();
    pool.time.advance(Duration.ofSeconds(9));

    connection.open(transport, () -> {});

    assertThat(connection.lastHeardAt()).isEqualTo(pool.time.nanos());
  }

  @Test
  void theLastMessageIsTheLaterOneEvenWhenTheNanosecondCounterOverflows() {
    ManualTimeSource overflowing = new ManualTimeSource(Long.MAX_VALUE);
    TestPool other = new TestPool(Map.of(), overflowing);
    Connection connection = other.live(transport);
    overflowing.advance(Duration.ofSeconds(1));
    connection.received(1, true);
    connection.active();

    assertThat(connection.lastMessageAt()).isEqualTo(overflowing.nanos());
    connection.ended(CloseReason.NORMAL);
  }

  @Test
  void agesFollowTheMonotonicClockAndTheOpeningTimeTheWallClock() {
    Instant before = pool.time.wallClock();
    Connection connection = pool.live(transport);

    pool.time.advance(Duration.ofSeconds(90));
    pool.time.jumpWallClock(Duration.ofDays(-30));

    ConnectionSnapshot facts = connection.snapshot();
    assertThat(facts.openedAt()).isEqualTo(before);
    assertThat(facts.age()).isEqualTo(Duration.ofSeconds(90));
    assertThat(facts.lastHeard()).isEqualTo(Duration.ofSeconds(90));
    assertThat(facts.lastSent()).isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void theFirstPingFallsIntoTheSecondHalfOfTheIntervalAndLaterOnesAtItsEnd() {
    for (int i = 0; i < 100; i++) {
      Connection connection = pool.live(new ScriptedTransport());
      assertThat(connection.pingPhase()).isGreaterThanOrEqualTo(0.5).isLessThan(1);
      connection.ping();
      assertThat(connection.pingPhase()).isEqualTo(1);
    }
  }

  @Test
  void namesAreNotGivenTwice() {
    assertThat(pool.admit().id()).isNotEqualTo(pool.admit().id());
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

  /** An owner that steps in while the connection begins to close. */
  private static final class Interfering implements Connection.Owner {
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
    public void identified(Connection connection) {}

    @Override
    public void released(Connection connection) {}

    @Override
    public void closed(Connection connection, CloseReason reason) {}

    @Override
    public void hookFailed(Connection connection, RuntimeException failure) {}

    @Override
    public void roundTrip(long nanos) {}
  }
}
