package io.heartwire.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionState;
import io.heartwire.connection.FrameQueue;
import io.heartwire.connection.Message;
import io.heartwire.connection.OutboxConfig;
import io.heartwire.connection.OverflowPolicy;
import io.heartwire.connection.Transport;
import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.ScriptedTransport;
import io.heartwire.testkit.TestPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The heartbeat over the real pool, second by second on a manual clock. */
class HeartbeatTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @RegisterExtension final TestPool pool = new TestPool();

  private final ScriptedTransport transport = new ScriptedTransport();
  private final Heartbeat heartbeat =
      new Heartbeat(
          pool.registry,
          pool.outboxes,
          () -> new HeartbeatPolicy(pool.settings, new OutboxConfig(pool.settings)),
          pool.time);
  private final LogCapture log = new LogCapture(Heartbeat.class);

  @AfterEach
  void releaseTheLog() {
    log.close();
  }

  @Test
  void theFirstPingsOfACrowdAreSpreadOverTheSecondHalfOfTheInterval() {
    List<ScriptedTransport> crowd = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      crowd.add(new ScriptedTransport());
      pool.live(crowd.get(i));
    }

    Set<Integer> seconds = new TreeSet<>();
    int pinged = 0;
    for (int second = 1; second <= 25; second++) {
      beat(1);
      int before = pinged;
      pinged = (int) crowd.stream().filter(one -> !one.pings().isEmpty()).count();
      if (pinged > before) {
        seconds.add(second);
      }
    }

    assertThat(pinged).as("by the end of the interval").isEqualTo(300);
    assertThat(seconds).allSatisfy(second -> assertThat(second).isBetween(13, 25));
    assertThat(seconds).as("not in step").hasSizeGreaterThan(8);
  }

  @Test
  void laterPingsComeAfterAWholeIntervalOfSilence() {
    pool.live(transport);
    Connection connection = untilPinged();
    connection.pong(transport.lastPing());

    beat(24);
    assertThat(transport.pings()).hasSize(1);
    beat(1);
    assertThat(transport.pings()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aSilentClientIsClosedAfterTheConfiguredNumberOfMisses(int maxMissed) {
    pool.overrides.put("heartwire.heartbeat.max-missed", String.valueOf(maxMissed));
    pool.live(transport);
    Connection connection = untilPinged();

    for (int miss = 1; miss < maxMissed; miss++) {
      beat(9);
      assertThat(connection.missed()).isEqualTo(miss - 1);
      beat(1);
      assertThat(connection.state()).isEqualTo(ConnectionState.STALE);
      assertThat(connection.missed()).isEqualTo(miss);
      assertThat(transport.pings()).as("asked again").hasSize(miss + 1);
    }
    beat(9);
    assertThat(transport.closes()).isEmpty();
    beat(1);

    assertThat(transport.closes()).containsExactly(CloseReason.NO_PONG);
    assertThat(transport.closes().get(0).code()).isEqualTo(3012);
    connection.ended(CloseReason.VANISHED);
    assertThat(pool.registry.totals().closedByCode()).containsEntry(3012, 1L);
  }

  @Test
  void aLateAnswerRecoversAStaleConnection() {
    pool.live(transport);
    Connection connection = untilPinged();
    var first = transport.lastPing();
    beat(10);
    assertThat(pool.registry.counts().stale()).isEqualTo(1);

    connection.pong(first);

    assertThat(connection.state()).isEqualTo(ConnectionState.LIVE);
    assertThat(pool.registry.counts().stale()).isZero();
    beat(24);
    assertThat(connection.missed()).isZero();
    assertThat(transport.closes()).isEmpty();
  }

  @Test
  void missesBeforeARecoveryDoNotCountLater() {
    pool.live(transport);
    Connection connection = untilPinged();
    beat(10);
    connection.heard();
    beat(25);
    beat(10);

    assertThat(connection.missed()).as("the first of a new row").isEqualTo(1);
    assertThat(transport.closes()).isEmpty();
  }

  @Test
  void aClientThatSendsButNeverAnswersPingsStaysLive() {
    Connection connection = pool.live(transport);
    for (int i = 0; i < 20; i++) {
      untilPinged();
      beat(9);
      connection.received(5, true);
    }

    assertThat(connection.state()).isEqualTo(ConnectionState.LIVE);
    assertThat(transport.closes()).isEmpty();
    assertThat(transport.pings()).hasSize(20);
  }

  @Test
  void aClientThatKeepsTalkingIsNeverPinged() {
    Connection connection = pool.live(transport);
    for (int i = 0; i < 20; i++) {
      beat(12);
      connection.received(5, true);
    }

    assertThat(transport.pings()).isEmpty();
  }

  @Test
  void aPauseOfTheProcessCondemnsNobodyAndGivesEachAFullTimeout() {
    ScriptedTransport answering = new ScriptedTransport();
    Connection connection = pool.live(transport);
    Connection other = pool.live(answering);
    Connection pending = pool.admit();
    ScriptedTransport leaving = new ScriptedTransport();
    beat(5);
    connection.ping();
    other.ping();
    pool.live(leaving).close(CloseReason.NORMAL);
    beat(4);

    pool.time.advance(Duration.ofSeconds(30));
    SweepReport report = heartbeat.sweep();

    assertThat(report.late()).isTrue();
    assertThat(report.closed()).isZero();
    assertThat(report.missed()).isZero();
    assertThat(heartbeat.lateSweeps()).isEqualTo(1);
    other.pong(answering.lastPing());
    beat(9);
    assertThat(pool.registry.counts().stale()).isZero();
    assertThat(pending.state()).isEqualTo(ConnectionState.PENDING);
    assertThat(pool.registry.counts().closing()).isEqualTo(1);

    beat(1);
    assertThat(connection.state()).as("silent for a full timeout").isEqualTo(ConnectionState.STALE);
    assertThat(other.state()).isEqualTo(ConnectionState.LIVE);
    assertThat(pending.state()).isEqualTo(ConnectionState.CLOSED);
  }

  @Test
  void aSweepALittleLateIsNotCalledAPause() {
    heartbeat.sweep();
    pool.time.advance(Duration.ofMillis(1_999));
    assertThat(heartbeat.sweep().late()).isFalse();

    pool.time.advance(Duration.ofMillis(2_000));
    assertThat(heartbeat.sweep().late()).isTrue();
    assertThat(heartbeat.lateSweeps()).isEqualTo(1);
    assertThat(log.lines()).singleElement().asString().contains("1,000 ms late");
  }

  @Test
  void aJumpOfTheWallClockChangesNothing() {
    pool.live(transport);
    beat(12);
    for (Duration jump : List.of(Duration.ofDays(400), Duration.ofDays(-800))) {
      pool.time.jumpWallClock(jump);
      SweepReport report = beat(1).get(0);
      assertThat(report.late()).isFalse();
      assertThat(report.closed() + report.missed()).isZero();
    }
    assertThat(heartbeat.lateSweeps()).isZero();
    assertThat(transport.closes()).isEmpty();
  }

  @Test
  void aConnectionWithoutMessagesIsClosedAsIdleHoweverWellItAnswers() {
    pool.overrides.put("heartwire.pool.idle-timeout", "60s");
    Connection connection = pool.live(transport);
    for (int i = 0; i < 59; i++) {
      beat(1);
      connection.heard();
    }
    assertThat(transport.closes()).isEmpty();

    beat(1);
    assertThat(transport.closes()).containsExactly(CloseReason.IDLE);
  }

  @Test
  void aMessageInEitherDirectionKeepsAConnectionFromBeingIdle() {
    pool.overrides.put("heartwire.pool.idle-timeout", "60s");
    Connection connection = pool.live(transport);
    beat(10);
    connection.received(3, true);
    for (int i = 0; i < 50; i++) {
      beat(1);
      connection.heard();
    }
    connection.send(Message.text("out", null), OverflowPolicy.DISCONNECT);
    for (int i = 0; i < 59; i++) {
      beat(1);
      connection.heard();
    }

    assertThat(transport.closes()).isEmpty();
  }

  @Test
  void aConnectionNotReadyInTimeIsClosed() {
    Connection unopened = pool.admit();
    Connection greeting = pool.admit();
    greeting.open(transport, () -> {});
    beat(9);
    assertThat(pool.registry.counts().pending()).isEqualTo(2);

    beat(1);

    assertThat(unopened.state()).isEqualTo(ConnectionState.CLOSED);
    assertThat(transport.closes()).containsExactly(CloseReason.NOT_READY);
    assertThat(transport.closes().get(0).code()).isEqualTo(3502);
  }

  @Test
  void aWriteThatIsStuckClosesTheConnectionAsSlow() {
    Connection connection = pool.live(transport.hold());
    connection.send(Message.text("stuck", null), OverflowPolicy.DISCONNECT);
    connection.send(Message.text("waits", null), OverflowPolicy.DISCONNECT);
    beat(11);
    assertThat(transport.closes()).isEmpty();

    beat(1);

    assertThat(transport.closes()).containsExactly(CloseReason.SLOW);
    assertThat(pool.outboxes.figures().inUse()).isZero();
    assertThat(connection.snapshot().dropped()).isEqualTo(2);
  }

  @Test
  void aPingThatIsStuckClosesTheConnectionAsSlow() {
    pool.live(transport.hold()).ping();
    beat(12);

    assertThat(transport.closes()).containsExactly(CloseReason.SLOW);
  }

  @Test
  void aClosingHandshakeThatNeverEndsIsGivenUp() {
    Connection connection = pool.live(transport);
    connection.close(CloseReason.SLOW);
    beat(14);
    assertThat(pool.registry.counts().closing()).isEqualTo(1);

    List<SweepReport> reports = beat(1);

    assertThat(reports.get(0).closed()).isEqualTo(1);
    assertThat(connection.state()).isEqualTo(ConnectionState.CLOSED);
    assertThat(pool.registry.counts().total()).isZero();
    assertThat(pool.closed.single().reason()).isEqualTo(CloseReason.SLOW);
  }

  @Test
  void aConnectionThatThrowsDoesNotStopTheSweep() {
    for (int i = 0; i < 10; i++) {
      Connection broken = pool.admit();
      broken.open(new ScriptedTransport().throwOnClose(), () -> {});
      Connection sound = pool.admit();
      sound.open(transport, () -> {});
    }
    List<SweepReport> reports = beat(10);

    assertThat(reports.get(9).judged()).isEqualTo(20);
    assertThat(reports.get(9).failed()).isEqualTo(10);
    assertThat(reports.get(9).closed()).isEqualTo(10);
    assertThat(transport.closes()).hasSize(10);
    assertThat(log.lines()).as("one line for all").hasSize(1);
    assertThat(heartbeat.isBeating()).isTrue();

    beat(15);
    assertThat(pool.registry.counts().total()).as("given up in the end").isZero();
  }

  @Test
  void aPolicyChangedWhileRunningTakesEffectWithTheNextSweep() {
    pool.live(transport);
    beat(5);
    assertThat(transport.pings()).isEmpty();

    pool.overrides.put("heartwire.heartbeat.interval", "5s");
    beat(1);
    assertThat(transport.pings()).hasSize(1);

    pool.overrides.put("heartwire.heartbeat.timeout", "3s");
    pool.overrides.put("heartwire.heartbeat.max-missed", "1");
    beat(3);
    assertThat(transport.closes()).containsExactly(CloseReason.NO_PONG);
  }

  @Test
  void aBadPolicyWhileRunningLeavesTheLastGoodOneInForce() {
    pool.live(transport);
    beat(1);
    pool.overrides.put("heartwire.heartbeat.interval", "never");

    beat(11);
    assertThat(transport.pings()).as("not the shortest interval allowed").isEmpty();
    beat(13);
    assertThat(transport.pings()).isNotEmpty();
  }

  @Test
  void theSweepIntervalIsThatOfTheStart() {
    pool.overrides.put("heartwire.heartbeat.sweep-interval", "30s");
    heartbeat.sweep();

    assertThat(heartbeat.sweepInterval()).isEqualTo(SECOND);
  }

  @Test
  void theReportCountsWhatTheSweepDid() {
    pool.overrides.put("heartwire.heartbeat.max-missed", "3");
    pool.live(transport);
    untilPinged();
    pool.live(new ScriptedTransport());

    List<SweepReport> reports = beat(10);

    assertThat(reports.get(8)).matches(quiet -> quiet.judged() == 2 && quiet.missed() == 0);
    SweepReport last = reports.get(9);
    assertThat(last.judged()).isEqualTo(2);
    assertThat(last.missed()).isEqualTo(1);
    assertThat(last.pinged()).isEqualTo(1);
    assertThat(last.closed() + last.failed()).isZero();
    assertThat(last.startedAt()).isEqualTo(pool.time.nanos());
    assertThat(heartbeat.lastReport()).isEqualTo(last);
  }

  @Test
  void theLongestSweepIsKept() {
    List<Duration> durations = new ArrayList<>();
    for (int millis : new int[] {30, 80, 50}) {
      Connection slow = pool.admit();
      slow.open(takesTime(Duration.ofMillis(millis)), () -> {});
      durations.add(beat(10).get(9).duration());
      slow.ended(CloseReason.NORMAL);
    }

    assertThat(durations).extracting(Duration::toMillis).containsExactly(30L, 80L, 50L);
    assertThat(heartbeat.longestSweep()).isEqualTo(Duration.ofMillis(80));
    assertThat(heartbeat.lastReport().duration()).isEqualTo(Duration.ofMillis(50));
  }

  @Test
  void theHeartBeatsWhileSweepsComplete() {
    heartbeat.sweep();
    pool.time.advance(Duration.ofMillis(9_999));
    assertThat(heartbeat.isBeating()).isTrue();
    assertThat(heartbeat.lastSweepAge()).isEqualTo(Duration.ofMillis(9_999));

    pool.time.advance(Duration.ofMillis(1));
    assertThat(heartbeat.isBeating()).isFalse();

    heartbeat.sweep();
    assertThat(heartbeat.isBeating()).isTrue();
    assertThat(heartbeat.lastSweepAge()).isZero();
  }

  @Test
  void theHeartIsGivenTimeBeforeTheFirstSweep() {
    assertThat(heartbeat.isBeating()).isTrue();
    pool.time.advance(Duration.ofSeconds(10));
    assertThat(heartbeat.isBeating()).isFalse();
  }

  @Test
  void leasesHeldTooLongAreFoundBySweeping() {
    pool.overrides.put("heartwire.outbox.write-timeout", "5m");
    Connection connection = pool.live(transport.hold());
    connection.send(Message.text("stuck", null), OverflowPolicy.DISCONNECT);
    connection.send(Message.text("waits", null), OverflowPolicy.DISCONNECT);
    try (LogCapture poolLog = new LogCapture(pool.outboxes.getClass())) {
      for (int i = 0; i < 60; i++) {
        connection.heard();
        beat(1);
      }
      assertThat(pool.outboxes.figures().leaked()).isEqualTo(1);
      assertThat(poolLog.lines()).hasSize(1);
    }
  }

  /** One sweep a second. */
  private List<SweepReport> beat(int seconds) {
    List<SweepReport> reports = new ArrayList<>();
    for (int i = 0; i < seconds; i++) {
      pool.time.advance(SECOND);
      reports.add(heartbeat.sweep());
      pool.checkBooks();
    }
    return reports;
  }

  /** Beats until one more ping has gone out over the transport of the only connection. */
  private Connection untilPinged() {
    int before = transport.pings().size();
    for (int second = 0; second < 26 && transport.pings().size() == before; second++) {
      beat(1);
    }
    assertThat(transport.pings()).hasSize(before + 1);
    List<Connection> found = new ArrayList<>();
    pool.registry.forEach(found::add);
    return found.get(0);
  }

  /** A wire whose close takes its time on the sweeping thread. */
  private Transport takesTime(Duration time) {
    return new Transport() {
      @Override
      public void drain(FrameQueue queue) {
        throw new UnsupportedOperationException();
      }

      @Override
      public void close(CloseReason reason) {
        pool.time.advance(time);
      }
    };
  }
}
