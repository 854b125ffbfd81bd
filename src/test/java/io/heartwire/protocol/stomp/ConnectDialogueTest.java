package io.heartwire.protocol.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.Payload;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.channel.SubscribeRequest;
import io.heartwire.connection.CloseReason;
import io.heartwire.connection.ConnectionState;
import io.heartwire.hook.Decision;
import io.heartwire.hub.Client;
import io.heartwire.hub.Credentials;
import io.heartwire.hub.Identity;
import io.heartwire.protocol.stomp.FakeStompClient.Heard;
import io.heartwire.testkit.FakeOperators;
import io.heartwire.testkit.Stages;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectDialogueTest extends StompFixture {

  @Test
  void whoConnectsIsToldVersionSessionServerAndHeartBeats() {
    FakeStompClient client = stranger("ann", Credentials.NONE);
    assertThat(client.connection.state()).isEqualTo(ConnectionState.PENDING);

    client.says("CONNECT", "accept-version:1.2", "host:test");

    Heard connected = client.hearsOne();
    assertThat(connected.command()).isEqualTo("CONNECTED");
    assertThat(connected.headers())
        .containsEntry("version", "1.2")
        .containsEntry("heart-beat", "10000,10000")
        .containsEntry("session", client.connection.id().toString())
        .containsEntry("user-name", "ann");
    assertThat(connected.header("server")).startsWith("heartwire/");
    assertThat(client.connection.state()).isEqualTo(ConnectionState.LIVE);
    assertThat(timed.timed).extracting(one -> one.name()).containsExactly("stomp connect");
  }

  @ParameterizedTest
  @CsvSource({"'1.0,1.1,1.2', 1.2", "'1.1,1.0', 1.1", "'1.0, 1.2', 1.2"})
  void theLatestVersionOfBothIsSpoken(String accepted, String version) {
    FakeStompClient client = stranger();

    client.says("STOMP", "accept-version:" + accepted, "host:test");

    assertThat(client.hearsOne().header("version")).isEqualTo(version);
  }

  @ParameterizedTest
  @ValueSource(strings = {"accept-version:1.0", "accept-version:2.0", "host:test"})
  void whoSpeaksNeitherIsToldWhichThereAre(String header) {
    FakeStompClient client = stranger();

    client.says("CONNECT", header);

    assertThat(client.hearsOne().body()).contains("1.2 and 1.1");
    assertThat(client.hearsOne().header("version")).isEqualTo("1.2,1.1");
    assertThat(client.closeCodes()).containsExactly(3501);
  }

  @Test
  void theFirstFrameMustBeConnectAndThereIsOne() {
    FakeStompClient early = stranger().says("BEGIN", "transaction:1", "receipt:7");
    assertThat(early.hearsOne().headers())
        .containsEntry("message", "bad request")
        .containsEntry("receipt-id", "7");
    assertThat(early.closeCodes()).containsExactly(3501);

    FakeStompClient twice = client().says("CONNECT", "accept-version:1.2");
    assertThat(twice.hearsOne().command()).isEqualTo("ERROR");
    assertThat(twice.closeCodes()).containsExactly(3501);
  }

  @Test
  void whoNeverConnectsIsClosedAsStale() {
    FakeStompClient silent = stranger();

    pass(11);

    assertThat(silent.closeCodes()).containsExactly(3502);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Authorization:Bearer bob", "passcode:bob", "login:bob", "authorization2:x"})
  void aTokenMayBeWhereClientsHaveRoomForIt(String header) {
    verifyTokens();

    FakeStompClient client = stranger();
    client.says("CONNECT", "accept-version:1.2", header);

    String user = header.endsWith("bob") ? "bob" : "";
    assertThat(client.hearsOne().header("user-name")).isEqualTo(user);
    assertThat(client.connection.peer().user()).isEqualTo(user);
  }

  @Test
  void aTokenOfTheHandshakeCountsToo() {
    verifyTokens();

    FakeStompClient client = stranger("", new Credentials.Pending("bob"));
    client.says("CONNECT", "accept-version:1.2");

    assertThat(client.hearsOne().header("user-name")).isEqualTo("bob");
  }

  @Test
  void aTokenOfTheHandshakeGoesPastNoHook() {
    connectHooks.add(
        attempt ->
            attempt.token().equals("bob") || attempt.peer().user().equals("bob")
                ? Decision.refuse(403, "bob is banned")
                : Decision.defer());
    verifyTokens();

    FakeStompClient asked = stranger("", new Credentials.Pending("bob"));
    FakeStompClient known = stranger("bob", new Credentials.Proven(Identity.user("bob")));
    FakeStompClient other = stranger("", new Credentials.Proven(Identity.user("ann")));

    assertThat(asked.says("CONNECT", "accept-version:1.2").hearsOne().body()).contains("banned");
    assertThat(known.says("CONNECT", "accept-version:1.2").hearsOne().body()).contains("banned");
    assertThat(other.says("CONNECT", "accept-version:1.2").hearsOne().header("user-name"))
        .isEqualTo("ann");
  }

  @ParameterizedTest
  @CsvSource({
    "invalid, 3500, invalid token",
    "expired, 3005, token expired",
    "revoked, 3500, token revoked",
    "late, 1011, internal error"
  })
  void aTokenThatIsNoGoodEndsTheConnection(String token, int code, String summary) {
    verifyTokens();

    FakeStompClient client = stranger().says("CONNECT", "accept-version:1.2", "passcode:" + token);

    assertThat(client.hearsOne().header("message")).isEqualTo(summary);
    assertThat(client.closeCodes()).containsExactly(code);
  }

  @Test
  void aTokenOfTheConsoleMakesNobodyAClient() {
    FakeStompClient client =
        stranger()
            .says("CONNECT", "accept-version:1.2", "Authorization:Bearer " + FakeOperators.GOOD);

    assertThat(client.hearsOne().header("message")).isEqualTo("invalid token");
    assertThat(client.closeCodes()).containsExactly(3500);
  }

  @Test
  void whereATokenIsRequiredNobodyComesInWithoutOne() {
    verifyTokens();
    set("heartwire.token.required", "true");

    FakeStompClient nobody = stranger().says("CONNECT", "accept-version:1.2");

    assertThat(nobody.hearsOne().body()).isEqualTo("unauthorized");
    assertThat(nobody.closeCodes()).containsExactly(3507);
    stranger().connects("passcode:ann");
  }

  @Test
  void theConnectionEndsWithItsToken() {
    verifyTokens();
    FakeStompClient client = stranger().connects("passcode:bob:5");

    pass(4);
    assertThat(client.closeCodes()).isEmpty();
    pass(2);

    assertThat(client.closeCodes()).containsExactly(3005);
  }

  @Test
  void whereNothingVerifiesTokensALoginIsForTheApplicationsHooks() {
    connectHooks.add(
        attempt -> {
          boolean isGood = "secret".equals(attempt.headers().get("passcode"));
          return isGood
              ? Decision.accept(Identity.user(attempt.headers().getOrDefault("login", "")))
              : Decision.refuse(403, "wrong password");
        });

    assertThat(
            stranger()
                .says("CONNECT", "accept-version:1.2", "login:ann", "passcode:secret")
                .hearsOne()
                .header("user-name"))
        .isEqualTo("ann");
    FakeStompClient other =
        stranger().says("CONNECT", "accept-version:1.2", "login:ann", "passcode:x");
    assertThat(other.hearsOne().body()).isEqualTo("wrong password");
    assertThat(other.closeCodes()).containsExactly(3507);
  }

  @Test
  void aLoginThatNobodyAsksForHarmsNobody() {
    stranger().connects("login:guest", "passcode:guest");
  }

  @Test
  void disconnectIsAnsweredAfterAllBeforeItAndThenClosed() {
    FakeStompClient client = client();

    client.saysText(
        "SUBSCRIBE\nid:1\ndestination:/topic/open:a\nreceipt:1\n\n\0"
            + "DISCONNECT\nreceipt:2\n\n\0"
            + "BEGIN\ntransaction:1\nreceipt:3\n\n\0");

    assertThat(client.hears())
        .extracting(one -> one.header("receipt-id"))
        .containsExactly("1", "2");
    assertThat(client.closeCodes()).containsExactly(1000);
  }

  @Test
  void aDrainClosesWithWhatIsWaitingWritten() {
    FakeStompClient client = client().says("SUBSCRIBE", "id:1", "destination:/topic/open:a");
    client.wire.hold();
    publish("open:a", "last words");

    client.connection.closeWhenSent(new CloseReason(1012, "shutdown"));
    assertThat(client.closeCodes()).isEmpty();
    client.wire.release();

    assertThat(client.bodies()).containsExactly("last words");
    assertThat(client.closeCodes()).containsExactly(1012);
  }

  @Test
  void theServerCanSubscribeUnsubscribeAndRefreshAClient() {
    FakeStompClient client = client("ann");
    Client ann = world().services().clients().of("ann").get(0);

    Stages.now(
        ann.subscribe(new ChannelName("closed:a"), SubscribeRequest.PLAIN, SubscribeGrant.PLAIN));
    publish("closed:a", "for ann");
    assertThat(client.hearsOne().headers())
        .containsEntry("subscription", "/topic/closed:a")
        .containsEntry("destination", "/topic/closed:a");

    ann.refresh(Duration.ofSeconds(100), Payload.EMPTY);
    assertThat(client.closeCodes()).isEmpty();
    ann.unsubscribe(new ChannelName("closed:a"));
    assertThat(client.closeCodes()).as("there is no frame to tell it").containsExactly(3503);
  }
}
