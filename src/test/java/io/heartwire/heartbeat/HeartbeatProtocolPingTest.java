package io.heartwire.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionState;
import io.heartwire.connection.Message;
import io.heartwire.testkit.ScriptedTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Peers that were told how often they are pinged, and go away when they are not. */
class HeartbeatProtocolPingTest extends HeartbeatFixture {
  private static final Message PING = Message.line("{}", null);
  private static final Duration EVERY = Duration.ofSeconds(25);

  @Test
  void aClientThatKeepsTalkingIsPingedAllTheSame() {
    Connection connection = livePinged(transport, EVERY);
    beat(25);
    assertThat(pings()).isBetween(1, 2);
    int before = pings();
    for (int i = 0; i < 250; i++) {
      beat(1);
      connection.received(5, true);
    }

    assertThat(pings()).isEqualTo(before + 10);
    assertThat(transport.pings()).as("control frames").isEmpty();
  }

  @Test
  void theFirstPingsOfACrowdAreSpreadOverTheSecondHalfOfTheirPeriod() {
    List<ScriptedTransport> crowd = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      crowd.add(new ScriptedTransport());
      livePinged(crowd.get(i), EVERY);
    }
    Set<Integer> seconds = new TreeSet<>();
    int pinged = 0;
    for (int second = 1; second <= 25; second++) {
      pinged += beat(1).get(0).pinged();
      if (pinged > 0) {
        seconds.add(second);
      }
    }

    assertThat(crowd).allSatisfy(one -> assertThat(one.messages()).isNotEmpty());
    assertThat(seconds).allSatisfy(second -> assertThat(second).isBetween(13, 25));
    assertThat(seconds).as("not in step").hasSizeGreaterThan(8);
  }

  @Test
  void thePeriodThatAClientWasToldOutlivesAChangeOfTheInterval() {
    livePinged(transport, EVERY);
    beat(24);
    pool.overrides.put("heartwire.heartbeat.interval", "100ms");
    int before = pings();
    for (int i = 0; i < 50; i++) {
      answerAll();
      beat(1);
    }

    assertThat(pings()).isEqualTo(before + 2);
  }

  @Test
  void aSlowButHealthyClientGetsEveryPingThoughItOwesAnswers() {
    inADataCentre();
    Connection connection = livePinged(transport, SECOND);
    beat(3);
    for (int i = 0; i < 20; i++) {
      connection.answered();
      beat(1);
    }

    assertThat(pings()).isEqualTo(23);
    assertThat(connection.liveness().missed()).isZero();
    assertThat(pool.roundTrips.get(19)).isEqualTo(2_000_000_000L);
    assertThat(transport.closes()).isEmpty();
  }

  @Test
  void aClientThatStopsAnsweringIsStaleThenClosedThoughPingsGoOn() {
    inADataCentre();
    Connection connection = livePinged(transport, SECOND);
    for (int i = 0; i < 10; i++) {
      beat(1);
      connection.answered();
    }

    beat(1);
    beat(2);
    assertThat(connection.state()).isEqualTo(ConnectionState.LIVE);
    beat(1);
    assertThat(connection.state()).as("silent for the timeout").isEqualTo(ConnectionState.STALE);
    beat(2);
    assertThat(transport.closes()).isEmpty();
    beat(1);

    assertThat(transport.closes()).containsExactly(CloseReason.NO_PONG);
    assertThat(pings()).isEqualTo(16);
  }

  @Test
  void aClientThatTalksButNeverAnswersStaysLiveAndIsFoundDeadOnceItFallsSilent() {
    inADataCentre();
    Connection connection = livePinged(transport, SECOND);
    for (int i = 0; i < 300; i++) {
      beat(1);
      connection.received(3, true);
    }
    assertThat(connection.state()).isEqualTo(ConnectionState.LIVE);

    beat(7);

    assertThat(transport.closes()).containsExactly(CloseReason.NO_PONG);
  }

  @Test
  void afterAPauseOfTheProcessClientsArePingedAtOnceButNotBlamed() {
    inADataCentre();
    Connection connection = livePinged(transport, SECOND);
    beat(2);
    int before = pings();

    pool.time.advance(Duration.ofSeconds(60));
    heartbeat.sweep();
    assertThat(pings()).isEqualTo(before + 1);
    beat(2);
    assertThat(connection.state()).isEqualTo(ConnectionState.LIVE);
    beat(1);

    assertThat(connection.state()).as("silent for a timeout").isEqualTo(ConnectionState.STALE);
    connection.answered();
    assertThat(connection.state()).isEqualTo(ConnectionState.LIVE);
  }

  private void inADataCentre() {
    pool.overrides.put("heartwire.heartbeat.interval", "1s");
    pool.overrides.put("heartwire.heartbeat.timeout", "3s");
    assertThat(pool.settings.problems()).isEmpty();
  }

  private Connection livePinged(ScriptedTransport wire, Duration every) {
    Connection connection = pool.live(wire);
    connection.pingWith(PING, every);
    return connection;
  }

  private void answerAll() {
    pool.registry.forEach(Connection::answered);
  }

  private int pings() {
    return transport.messages().size();
  }
}
