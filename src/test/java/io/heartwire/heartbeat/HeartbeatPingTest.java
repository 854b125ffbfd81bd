package io.heartwire.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionState;
import io.heartwire.testkit.ScriptedTransport;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is asked for a sign of life, when, and what becomes of those who give none. */
class HeartbeatPingTest extends HeartbeatFixture {
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
      assertThat(connection.liveness().missed()).isEqualTo(miss - 1);
      beat(1);
      assertThat(connection.state()).isEqualTo(ConnectionState.STALE);
      assertThat(connection.liveness().missed()).isEqualTo(miss);
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
    assertThat(connection.liveness().missed()).isZero();
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

    assertThat(connection.liveness().missed()).as("the first of a new row").isEqualTo(1);
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
}
