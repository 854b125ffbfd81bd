package io.heartwire.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionState;
import io.heartwire.connection.Message;
import io.heartwire.connection.OverflowPolicy;
import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.ScriptedTransport;
import io.heartwire.testkit.TestPool;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What else the sweep ends: idle, unready, stuck, and what never finishes closing. */
class HeartbeatLimitsTest extends HeartbeatFixture {
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
    connection.active();
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
    TestPool.open(greeting, transport);
    beat(9);
    assertThat(pool.registry.counts().pending()).isEqualTo(2);

    beat(1);

    assertThat(unopened.state()).isEqualTo(ConnectionState.CLOSED);
    assertThat(transport.closes()).containsExactly(CloseReason.NOT_READY);
    assertThat(transport.closes().get(0).code()).isEqualTo(3502);
  }

  @Test
  void aConnectionThatHasLivedItsTimeIsToldToComeBack() {
    pool.overrides.put("heartwire.pool.max-lifetime", "100s");
    Connection connection = pool.live(transport);
    heardThrough(connection, 89);
    assertThat(transport.closes()).isEmpty();

    heardThrough(connection, 21);

    assertThat(transport.closes()).containsExactly(CloseReason.FORCE_RECONNECT);
    assertThat(transport.closes().get(0).invitesReconnect()).isTrue();
  }

  @Test
  void aConnectionThatHasLivedItsTimeGetsFirstWhatWaitsForIt() {
    pool.overrides.put("heartwire.pool.max-lifetime", "100s");
    Connection connection = pool.live(transport);
    heardThrough(connection, 89);
    transport.hold();
    connection.send(Message.text("last words", null), OverflowPolicy.DISCONNECT);
    pool.overrides.put("heartwire.pool.max-lifetime", "10s");

    beat(1);
    assertThat(transport.closes()).isEmpty();
    transport.complete();

    assertThat(transport.sequence()).endsWith("last words");
    assertThat(transport.closes()).containsExactly(CloseReason.FORCE_RECONNECT);
  }

  @Test
  void aCrowdThatIsTooOldAtOnceLeavesInTurns() {
    List<Connection> crowd = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      crowd.add(pool.live(new ScriptedTransport()));
    }
    for (int i = 0; i < 200; i++) {
      crowd.forEach(Connection::heard);
      beat(1);
    }

    pool.overrides.put("heartwire.pool.max-lifetime", "100s");
    List<Integer> left = new ArrayList<>();
    while (pool.registry.counts().live() > 0) {
      int before = pool.registry.counts().live();
      crowd.forEach(Connection::heard);
      beat(1);
      left.add(before - pool.registry.counts().live());
    }

    assertThat(left).as("within a fifth of the lifetime").hasSizeBetween(20, 21);
    assertThat(left).allSatisfy(closed -> assertThat(closed).isLessThanOrEqualTo(50));
  }

  private void heardThrough(Connection connection, int seconds) {
    for (int i = 0; i < seconds; i++) {
      connection.heard();
      beat(1);
    }
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

  @Test
  void whoIsTooOldAndMustWaitForItsTurnIsJudgedAsUsual() {
    List<ScriptedTransport> wires = new ArrayList<>();
    List<Connection> crowd = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      wires.add(new ScriptedTransport());
      crowd.add(pool.live(wires.get(i)));
    }
    for (int i = 0; i < 120; i++) {
      crowd.forEach(Connection::heard);
      beat(1);
    }
    pool.overrides.put("heartwire.pool.max-lifetime", "100s");
    pool.overrides.put("heartwire.heartbeat.interval", "2s");
    wires.forEach(wire -> assertThat(wire.pings()).isEmpty());
    beat(10);

    List<ScriptedTransport> waiting =
        wires.stream().filter(wire -> wire.closes().isEmpty()).toList();
    assertThat(waiting).as("their turn has not come").hasSizeGreaterThan(100);
    assertThat(waiting).as("they are asked like any other").allMatch(w -> !w.pings().isEmpty());
  }

  @Test
  void whoIsToldToComeBackAndDoesNotReadIsJudgedAsUsualAndCountsOnce() {
    pool.overrides.put("heartwire.pool.max-lifetime", "100s");
    Connection connection = pool.live(transport);
    heardThrough(connection, 89);
    transport.hold();
    connection.send(Message.text("in flight", null), OverflowPolicy.DISCONNECT);
    connection.send(Message.text("waiting", null), OverflowPolicy.DISCONNECT);
    pool.overrides.put("heartwire.pool.max-lifetime", "10s");

    int closed = beat(5).stream().mapToInt(SweepReport::closed).sum();
    assertThat(closed).as("once, though it is still there").isEqualTo(1);
    beat(60);

    assertThat(transport.closes()).hasSize(1).doesNotContain(CloseReason.FORCE_RECONNECT);
  }
}
