package io.heartwire.client;

import static io.heartwire.client.ClientState.CLOSED;
import static io.heartwire.client.ClientState.CONNECTED;
import static io.heartwire.client.ClientState.CONNECTING;
import static io.heartwire.client.ClientState.DISCONNECTED;
import static io.heartwire.client.ClientState.RECONNECTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.testkit.Stages;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in which a connection can be lost, made on purpose. */
class ReconnectTest extends ClientFixture {
  @Test
  void clientMustConnectAndCloseAndTellBoth() {
    CentrifugeClient client = connected();
    client.close();

    assertThat(recorded.change(CLOSED).reason()).isEqualTo(new StateChange.Asked());
    assertThat(recorded.states()).containsExactly(CONNECTING, CONNECTED, CLOSED);
    await().until(() -> server.open() == 0);
    assertThat(server.latest().closeCode()).isEqualTo(1000);
  }

  @Test
  void clientMustComeBackAfterAResetInTheMiddleOfAFrame() throws Exception {
    connected();
    server.latest().resetMidFrame();

    StateChange lost = recorded.change(RECONNECTING);

    assertThat(lost.reason()).isInstanceOf(Failure.Reset.class);
    comeBack(1);
    assertThat(recorded.states()).containsExactly(CONNECTING, CONNECTED, RECONNECTING, CONNECTED);
  }

  /** The HTTP client does not report some of these ends: see {@link DeadPeerProbe}. */
  @RepeatedTest(20)
  void clientMustFindAnEndRightBehindAMessageWithinSeconds() throws Exception {
    CentrifugeClient client = connected();
    server.on(
        "publish",
        command -> {
          command.succeed("{}");
          command.connection().drop();
        });
    Stages.awaitEnd(client.publish("news", "1"));

    StateChange lost = lostWithin(Duration.ofSeconds(5));

    assertThat(lost.reason()).isInstanceOf(Failure.Reset.class);
  }

  /** Lets time pass until the connection is lost, with pauses for the network. */
  private StateChange lostWithin(Duration limit) {
    for (Duration spent = Duration.ZERO;
        spent.compareTo(limit) < 0;
        spent = spent.plus(DeadPeerProbe.QUIET)) {
      try {
        return await()
            .atMost(Duration.ofMillis(200))
            .until(this::loss, Optional::isPresent)
            .orElseThrow();
      } catch (ConditionTimeoutException notYet) {
        time.advance(DeadPeerProbe.QUIET);
      }
    }
    // No more time passes for the client, but the network may be slower than these pauses.
    return await().until(this::loss, Optional::isPresent).orElseThrow();
  }

  private Optional<StateChange> loss() {
    return recorded.changes().stream().filter(c -> c.to() == RECONNECTING).findFirst();
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 1001, 1011, 1012, 3000, 3012, 4000})
  void clientMustComeBackAfterTheseCodes(int code) throws Exception {
    connected();
    server.latest().close(code, "again");

    assertThat(recorded.change(RECONNECTING).reason())
        .isEqualTo(new Failure.Closed(code, "again", null));
    comeBack(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1008, 1009, 3500, 3503, 4500})
  void clientMustStayAwayAfterTheseCodes(int code) throws Exception {
    CentrifugeClient client = connected();
    server.latest().close(code, "stay");

    assertThat(recorded.change(DISCONNECTED).reason())
        .isEqualTo(new Failure.Closed(code, "stay", null));
    time.advance(WHILE);
    assertThat(client.state()).isEqualTo(DISCONNECTED);
    assertThat(server.attempts()).isEqualTo(1);
  }

  @Test
  void clientMustComeBackWhenADrainAdvises() throws Exception {
    connected();
    server.latest().close(3001, "shutdown, reconnect in 17 ms");

    assertThat(recorded.retry(1).delay()).isEqualTo(Duration.ofMillis(17));
    comeBack(1);
  }

  @Test
  void clientMustHeedADisconnectThatIsPushed() throws Exception {
    connected();
    server
        .latest()
        .sendText("{\"push\":{\"disconnect\":{\"code\":3503,\"reason\":\"force disconnect\"}}}");

    assertThat(recorded.change(DISCONNECTED).reason())
        .isEqualTo(new Failure.Closed(3503, "force disconnect", null));
  }

  @Test
  void silenceBeyondIntervalAndGraceMustBeDeath() {
    CentrifugeClient client = connected(); // a ping every 25 s is announced
    server.latest().goSilent();
    time.advance(Duration.ofSeconds(34));
    assertThat(client.state()).isEqualTo(CONNECTED);

    time.advance(Duration.ofSeconds(1));

    assertThat(recorded.change(RECONNECTING).reason())
        .isEqualTo(new Failure.Silent(Duration.ofSeconds(35)));
    await().until(() -> !server.connections().get(0).isOpen());
    comeBack(1);
  }

  @Test
  void everyMessageMustBeASignOfLifeAndPingsBeAnswered() throws Exception {
    CentrifugeClient client = connected();
    for (int i = 1; i <= 3; i++) {
      time.advance(Duration.ofSeconds(30));
      server.latest().sendText("{}");
      int pongs = i;
      await().until(() -> server.pongs() == pongs);
    }

    assertThat(client.state()).isEqualTo(CONNECTED);
  }

  @Test
  void aPauseOfThisProcessMustNotBeTakenForSilence() throws Exception {
    CentrifugeClient client = connected();
    server.latest().goSilent();
    time.standStill(Duration.ofMinutes(5));
    assertThat(client.state()).isEqualTo(CONNECTED);

    time.advance(Duration.ofSeconds(10)); // the grace, and nothing was heard

    assertThat(recorded.change(RECONNECTING).reason()).isInstanceOf(Failure.Silent.class);
    assertThat(client.state()).isEqualTo(RECONNECTING);
  }

  @Test
  void waitsMustGrowUntilAConnectionHasStayedUp() throws Exception {
    connected();
    for (int retry = 1; retry <= 3; retry++) {
      server.latest().reset();
      assertThat(recorded.retry(retry).attempt()).isEqualTo(retry);
      comeBack(retry);
    }

    time.advance(Duration.ofSeconds(10));
    server.latest().reset();

    assertThat(recorded.retry(4).attempt()).isEqualTo(1);
    assertThat(recorded.retry(4).delay()).isEqualTo(Duration.ofMillis(750));
  }

  @Test
  void aServerThatBreaksTheProtocolMustBeLeft() throws Exception {
    connected();
    server.latest().sendText("no JSON");

    assertThat(recorded.change(RECONNECTING).reason()).isInstanceOf(Failure.Broken.class);
  }

  @Test
  void aMessageLongerThanAllowedMustEndTheConnection() throws Exception {
    connected(builder().maxMessage(1000));
    server.latest().sendText("{\"push\":{\"message\":{\"data\":\"" + "x".repeat(1000) + "\"}}}");

    assertThat(recorded.change(RECONNECTING).reason())
        .isEqualTo(new Failure.Broken("message longer than 1000"));
  }
}
