package io.heartwire.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionState;
import io.heartwire.connection.FrameQueue;
import io.heartwire.connection.Transport;
import io.heartwire.testkit.ScriptedTransport;
import io.heartwire.testkit.TestPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The sweep itself: its pace, its policy, its report, and whether it still beats. */
class HeartbeatTest extends HeartbeatFixture {
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
  void aConnectionThatThrowsDoesNotStopTheSweep() {
    for (int i = 0; i < 10; i++) {
      Connection broken = pool.admit();
      TestPool.open(broken, new ScriptedTransport().throwOnClose());
      Connection sound = pool.admit();
      TestPool.open(sound, transport);
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
      TestPool.open(slow, takesTime(Duration.ofMillis(millis)));
      durations.add(beat(10).get(9).duration());
      slow.ended(CloseReason.NORMAL);
    }

    assertThat(durations).extracting(Duration::toMillis).containsExactly(30L, 80L, 50L);
    assertThat(swept).contains(30_000_000L, 80_000_000L, 50_000_000L);
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
