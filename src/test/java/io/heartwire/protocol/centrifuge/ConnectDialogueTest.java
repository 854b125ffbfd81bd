package io.heartwire.protocol.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.Node;
import io.heartwire.broker.Payload;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.channel.SubscribeRequest;
import io.heartwire.connection.CloseReason;
import io.heartwire.connection.ConnectionState;
import io.heartwire.hook.Decision;
import io.heartwire.hub.ClientConnected;
import io.heartwire.hub.ConnectAttempt;
import io.heartwire.hub.Identity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectDialogueTest extends DialogueFixture {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'id':1,'ping':{}}",
        "{'id':1,'subscribe':{'channel':'chat:1'}}",
        "{'id':1,'publish':{'channel':'chat:1','data':1}}",
        "{'id':1,'rpc':{'method':'m'}}",
        "{'send':{'data':1}}",
        "{'id':1,'new':{}}",
        "{}"
      })
  void nothingButConnectMayComeFirst(String command) {
    FakeClient client = client().says(command);

    assertThat(client.closeCodes()).containsExactly(3501);
    assertThat(client.hears()).isEmpty();
  }

  @Test
  void aSecondConnectIsABadRequest() {
    FakeClient client = client().connects().says("{'id':2,'connect':{}}");

    assertThat(client.closeCodes()).containsExactly(3501);
  }

  @Test
  void aClientThatNeverConnectsIsClosedAsStale() {
    FakeClient client = client();
    pass(9);
    assertThat(client.closeCodes()).isEmpty();
    pass(1);

    assertThat(client.closeCodes()).containsExactly(3502);
  }

  @Test
  void aClientThatHasConnectedIsNotClosedAsStale() {
    FakeClient client = client().connects();
    pass(12);

    assertThat(client.closeCodes()).isEmpty();
  }

  @Test
  void theReplySaysWhoTheClientIsAndHowOftenItIsPinged() {
    FakeClient client = client().says("{'id':7,'connect':{}}");

    Node node = world().services().node();
    assertThat(client.hears())
        .containsExactly(
            "{'id':7,'connect':{'client':'%s','version':'%s','ping':25,'pong':true,'node':'%s'}}"
                .formatted(client.connection.id(), node.version(), node.uid()));
  }

  @Test
  void pingsLessThanASecondApartAreAnnouncedAsASecond() {
    set("heartwire.heartbeat.interval", "200ms");

    assertThat(client().says("{'id':1,'connect':{}}").reply(1).number("connect/ping")).isEqualTo(1);
  }

  @Test
  void aConnectionTakesPartOnceItsConnectIsAnswered() {
    CompletableFuture<Decision<Identity>> decision = new CompletableFuture<>();
    connectHooks.add(attempt -> Decision.later(decision));
    FakeClient client = client().says("{'id':1,'connect':{}}");
    assertThat(client.connection.state()).isEqualTo(ConnectionState.PENDING);
    assertThat(clients().count()).isZero();
    assertThat(client.hears()).isEmpty();

    decision.complete(Decision.accept(Identity.user("alice")));

    assertThat(client.connection.state()).isEqualTo(ConnectionState.LIVE);
    assertThat(client.hasReply(1)).isTrue();
    assertThat(clients().of("alice")).hasSize(1);
    assertThat(pool.registry.ofUser("alice")).hasSize(1);
    assertThat(kit().told(ClientConnected.class)).hasSize(1);
  }

  @Test
  void aUserWithAsManyConnectionsAsOneMayHaveIsSentAwayForGood() {
    connectHooks.add(attempt -> Decision.accept(Identity.user("alice")));
    for (int i = 0; i < MOST_PER_USER; i++) {
      assertThat(client().connects().closeCodes()).isEmpty();
    }
    FakeClient last = client().says("{'id':1,'connect':{}}");

    assertThat(last.closeCodes()).containsExactly(3504);
    assertThat(clients().of("alice")).hasSize(MOST_PER_USER);
  }

  @Test
  void aHookLearnsEverythingTheClientSays() {
    List<ConnectAttempt> attempts = new ArrayList<>();
    connectHooks.add(
        attempt -> {
          attempts.add(attempt);
          return Decision.defer();
        });
    FakeClient client = client();
    client.says(
        "{'id':1,'connect':{'token':'','data':{'a':1},'name':'js','version':'1.2',"
            + "'headers':{'x':'y'}}}");

    assertThat(attempts)
        .containsExactly(
            new ConnectAttempt(
                client.connection.id(),
                client.connection.peer(),
                "js",
                "1.2",
                "",
                Payload.json("{\"a\":1}"),
                Map.of("x", "y")));
    assertThat(client.hasReply(1)).isTrue();
  }

  @Test
  void whatAHookGrantsIsInTheReply() {
    decide(
        Decision.accept(
            new Identity(
                "alice",
                Payload.json("\"blue\""),
                Duration.ofMillis(61_500),
                Map.of(new ChannelName("feed:1"), SubscribeGrant.PLAIN),
                Payload.json("[1]"))));
    FakeClient client = client().says("{'id':1,'connect':{}}");
    Told reply = client.reply(1);

    assertThat(reply.at("connect/data")).isEqualTo(List.of(1L));
    assertThat(reply.flag("connect/expires")).isTrue();
    assertThat(reply.number("connect/ttl")).as("rounded up").isEqualTo(62);
    assertThat(reply.at("connect/subs/feed:1/recoverable")).isEqualTo(true);
    assertThat(kit().told(ClientConnected.class).get(0).client().connectionInfo())
        .isEqualTo(Payload.json("\"blue\""));
  }

  @Test
  void aRefusedClientGetsTheHooksErrorAndMayTryAgain() {
    decide(new Decision.Refuse<>(450, "not today", true));
    FakeClient client = client().says("{'id':1,'connect':{}}");
    assertThat(client.hears())
        .containsExactly("{'id':1,'error':{'code':450,'message':'not today','temporary':true}}");
    assertThat(client.connection.state()).isEqualTo(ConnectionState.PENDING);

    connectHooks.clear();
    client.forgets().connects();
  }

  @Test
  void aHookMayCloseTheConnection() {
    decide(Decision.disconnect(4501, "go away"));
    FakeClient client = client().says("{'id':1,'connect':{}}");

    assertThat(client.wire.closes()).containsExactly(new CloseReason(4501, "go away"));
    assertThat(client.hears()).isEmpty();
  }

  @Test
  void aFailingHookIsAnInternalErrorForItsClientAlone() {
    connectHooks.add(
        attempt -> {
          throw new IllegalStateException("a hook out of order");
        });
    FakeClient client = client();
    client.says("{'id':1,'connect':{}}");

    assertThat(hookLog.lines()).hasSize(1);
    assertThat(client.error(1)).isEqualTo(100);
    assertThat(client.reply(1).flag("error/temporary")).isTrue();
    connectHooks.clear();
    client().connects();
  }

  @Test
  void aHookThatTakesTooLongIsAnInternalError() {
    set("heartwire.hook.timeout", "10ms");
    connectHooks.add(attempt -> Decision.later(new CompletableFuture<>()));
    FakeClient client = client();
    client.says("{'id':1,'connect':{}}");
    while (!client.hasReply(1)) {
      Thread.onSpinWait();
    }

    assertThat(hookLog.lines()).hasSize(1);

    assertThat(client.error(1)).isEqualTo(100);
  }

  @Test
  void aTokenThatNobodyCanVerifyIsInvalid() {
    FakeClient client = client().says("{'id':1,'connect':{'token':'alice'}}");

    assertThat(client.closeCodes()).containsExactly(3500);
  }

  @Test
  void aValidTokenSaysWhoTheClientIs() {
    verifyTokens();
    FakeClient client = client().says("{'id':1,'connect':{'token':'alice:60'}}");

    assertThat(client.reply(1).number("connect/ttl")).isEqualTo(60);
    assertThat(client.reply(1).at("connect/data/by")).isEqualTo("token");
    assertThat(clients().of("alice")).hasSize(1);
  }

  @Test
  void aTokenThatWasGoodOnceIsAnErrorAndTheClientMayBringAnother() {
    verifyTokens();
    FakeClient client =
        client()
            .says("{'id':1,'connect':{'token':'expired'}}")
            .says("{'id':3,'connect':{'token':'alice'}}");

    assertThat(client.error(1)).isEqualTo(109);
    assertThat(client.reply(3).at("connect")).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"invalid", "revoked"})
  void aTokenThatIsGoodNoMoreEndsTheConnection(String token) {
    verifyTokens();

    assertThat(client().says("{'id':1,'connect':{'token':'" + token + "'}}").closeCodes())
        .containsExactly(3500);
  }

  @Test
  void aVerifierOutOfOrderIsAnInternalError() {
    verifyTokens();

    assertThat(client().says("{'id':1,'connect':{'token':'broken'}}").error(1)).isEqualTo(100);
  }

  @Test
  void aTokenOfAnotherUserThanTheContainersIsInvalid() {
    verifyTokens();
    FakeClient client = client("bob").says("{'id':1,'connect':{'token':'alice'}}");

    assertThat(client.closeCodes()).containsExactly(3500);
    assertThat(clients().of("alice")).isEmpty();
  }

  @Test
  void tokensAreVerifiedInInsecureModeToo() {
    set("heartwire.client.insecure", "true");
    FakeClient client = client("bob").says("{'id':1,'connect':{'token':'invalid'}}");

    assertThat(client.hasReply(1)).isFalse();
    assertThat(clients().of("bob")).isEmpty();
  }

  @Test
  void whatTheServerWantsOfAClientComesAfterTheConnectReply() {
    FakeClient client = client("alice");
    kit()
        .told
        .observe(
            event -> {
              if (event instanceof ClientConnected) {
                subscribeFromTheServer("alice");
              }
            });
    client.says("{'id':1,'connect':{}}");

    assertThat(client.heard()).hasSize(2);
    assertThat(client.heard().get(0).at("connect")).isNotNull();
    assertThat(client.heard().get(1).at("push/channel")).isEqualTo("plain:1");
    assertThat(client.heard().get(1).at("push/subscribe")).isNotNull();
  }

  private void subscribeFromTheServer(String user) {
    clients()
        .of(user)
        .get(0)
        .subscribe(new ChannelName("plain:1"), SubscribeRequest.PLAIN, SubscribeGrant.PLAIN)
        .toCompletableFuture()
        .join();
  }

  private void decide(Decision<Identity> decision) {
    connectHooks.add(attempt -> decision);
  }
}
