package io.heartwire.protocol.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.Payload;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.channel.SubscribeRequest;
import io.heartwire.connection.CloseReason;
import io.heartwire.hook.Decision;
import io.heartwire.hub.Client;
import io.heartwire.hub.Identity;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ServerSideDialogueTest extends DialogueFixture {
  private static final ChannelName FEED = new ChannelName("feed:1");

  @Test
  void theServerMaySubscribeAUsersClientsAndTellsThem() {
    FakeClient client = client("alice").connects();
    subscribe("alice", SubscribeGrant.PLAIN);
    publish("feed:1", "1");

    assertThat(client.hears().get(0)).isEqualTo("{'push':{'channel':'feed:1','subscribe':{}}}");
    assertThat(client.publications("feed:1")).containsExactly(1L);
  }

  @Test
  void theServersSubscribingTwiceChangesNothing() {
    FakeClient client = client("alice").connects();
    subscribe("alice", SubscribeGrant.PLAIN);
    subscribe("alice", SubscribeGrant.PLAIN);

    assertThat(client.hears()).hasSize(1);
    assertThat(client.says("{'id':2,'subscribe':{'channel':'feed:1'}}").error(2)).isEqualTo(105);
  }

  @Test
  void theServerMayEndTheClientsSubscriptionAndItsOwn() {
    FakeClient client = client("alice").connects().subscribes("plain:1");
    subscribe("alice", SubscribeGrant.PLAIN);
    client.forgets();
    Client alice = clients().of("alice").get(0);
    alice.unsubscribe(new ChannelName("plain:1"));
    alice.unsubscribe(FEED);
    alice.unsubscribe(FEED);
    publish("feed:1", "1");

    assertThat(client.hears())
        .containsExactly(
            "{'push':{'channel':'plain:1','unsubscribe':"
                + "{'code':2000,'reason':'server unsubscribe'}}}",
            "{'push':{'channel':'feed:1','unsubscribe':"
                + "{'code':2000,'reason':'server unsubscribe'}}}");
    client.forgets().subscribes("plain:1");
  }

  @Test
  void theServerMayDisconnectAUsersClients() {
    FakeClient one = client("alice").connects();
    FakeClient two = client("alice").connects();
    FakeClient other = client("bob").connects();
    clients()
        .disconnect(
            "alice",
            id -> !id.equals(two.connection.id().toString()),
            CloseReason.FORCE_NO_RECONNECT);
    assertThat(one.closeCodes()).containsExactly(3503);
    assertThat(two.closeCodes()).isEmpty();

    clients().of("alice").get(0).disconnect(new CloseReason(3011, "force reconnect"));
    assertThat(two.closeCodes()).containsExactly(3011);
    assertThat(other.closeCodes()).isEmpty();
  }

  @Test
  void theServersChannelsComeWithTheConnectReplyAndThenDeliver() {
    grantFeed(SubscribeGrant.PLAIN);
    publish("feed:1", "1");
    FakeClient client = client().says("{'id':1,'connect':{}}");
    publish("feed:1", "2");

    Told reply = client.reply(1);
    assertThat(reply.at("connect/subs/feed:1/recoverable")).isEqualTo(true);
    assertThat(reply.at("connect/subs/feed:1/offset")).isEqualTo(1L);
    assertThat(reply.at("connect/subs/feed:1/was_recovering")).isNull();
    assertThat(client.publications("feed:1")).containsExactly(2L);
  }

  @Test
  void aClientRecoversTheServersChannelsWithItsConnect() {
    grantFeed(SubscribeGrant.PLAIN);
    FakeClient before = client().says("{'id':1,'connect':{}}");
    String epoch = before.reply(1).text("connect/subs/feed:1/epoch");
    before.vanishes();
    publish("feed:1", "1");
    FakeClient client =
        client()
            .says(
                ("{'id':1,'connect':{'subs':{'feed:1':{'recover':true,'offset':0,'epoch':'%s'},"
                        + "'closed:1':{'recover':true}}}}")
                    .formatted(epoch));

    Told reply = client.reply(1);
    assertThat(reply.at("connect/subs/feed:1/recovered")).isEqualTo(true);
    assertThat(reply.at("connect/subs/feed:1/was_recovering")).isEqualTo(true);
    assertThat(reply.at("connect/subs/feed:1/publications/0/data")).isEqualTo(1L);
    assertThat(reply.at("connect/subs/closed:1")).as("nobody granted it").isNull();
  }

  @Test
  void theReplyPrecedesWhatIsPublishedDuringTheConnect() {
    grantFeed(SubscribeGrant.PLAIN);
    FakeClient client = client();
    broker.takesItsTime();
    client.says("{'id':1,'connect':{}}");
    publish("feed:1", "1");
    broker.answers();

    assertThat(client.heard()).hasSize(2);
    assertThat(client.heard().get(0).number("id")).isEqualTo(1);
    assertThat(client.publications("feed:1")).containsExactly(1L);
  }

  @Test
  void aUserHasAPersonalChannelWhereThatIsSwitchedOn() {
    set("heartwire.client.personal-channel", "true");
    set("heartwire.client.personal-namespace", "feed");
    FakeClient client = client("alice").says("{'id':1,'connect':{}}");
    FakeClient anonymous = client().says("{'id':1,'connect':{}}");

    assertThat(client.reply(1).at("connect/subs/feed:#alice")).isNotNull();
    assertThat(anonymous.reply(1).at("connect/subs")).isNull();
  }

  @Test
  void nobodyGetsAPersonalChannelThatOthersCouldReadToo() {
    set("heartwire.client.personal-channel", "true");

    assertThat(client("x#bob").says("{'id':1,'connect':{}}").error(1)).isEqualTo(100);
    assertThat(client("alice,bob").says("{'id':1,'connect':{}}").error(1)).isEqualTo(100);
    assertThat(kit().channels.count()).isZero();
    assertThat(log.lines()).isNotEmpty();
  }

  @Test
  void aGapInAChannelOfTheServersMakesTheClientComeBack() {
    grantFeed(SubscribeGrant.PLAIN);
    FakeClient client = client().says("{'id':1,'connect':{}}");
    broker.loses(1);
    publish("feed:1", "1");
    publish("feed:1", "2");

    assertThat(client.closeCodes()).containsExactly(3010);
  }

  @Test
  void aSubscriptionWhoseTimeIsOverEndsAfterTheGrace() {
    kit()
        .subscribeHooks
        .add(attempt -> CompletableFuture.completedStage(Decision.accept(lasting(5))));
    FakeClient client = client().connects().subscribes("plain:1");
    passTalking(client, 29);
    assertThat(client.hears()).allMatch("{}"::equals);
    passTalking(client, 1);

    assertThat(client.hears())
        .contains(
            "{'push':{'channel':'plain:1','unsubscribe':"
                + "{'code':2501,'reason':'subscription expired'}}}");
  }

  @Test
  void aSubscriptionOfTheServersWhoseTimeIsOverEndsTheConnection() {
    grantFeed(lasting(5));
    FakeClient client = client().says("{'id':1,'connect':{}}");
    pass(29);
    assertThat(client.closeCodes()).isEmpty();
    pass(1);

    assertThat(client.closeCodes()).containsExactly(3006);
  }

  @Test
  void aSubscriptionThatIsRefreshedGoesOn() {
    verifyTokens();
    FakeClient client = client("alice").connects();
    client.says("{'id':2,'subscribe':{'channel':'closed:1','token':'closed:1|5'}}");
    pass(20);
    client.says("{'id':3,'sub_refresh':{'channel':'closed:1','token':'closed:1|30'}}");
    assertThat(client.reply(3).at("sub_refresh")).isEqualTo(Map.of("expires", true, "ttl", 30L));
    client.forgets();
    passTalking(client, 54);
    assertThat(client.hears()).allMatch("{}"::equals);
    passTalking(client, 1);

    assertThat(client.heard().stream().map(told -> told.number("push/unsubscribe/code")))
        .contains(2501L);
  }

  @Test
  void withoutASubscriptionThereIsNothingToRefresh() {
    verifyTokens();
    FakeClient client = client("alice").connects();

    assertThat(
            client
                .says("{'id':2,'sub_refresh':{'channel':'closed:1','token':'closed:1|5'}}")
                .error(2))
        .isEqualTo(103);
  }

  @Test
  void aConnectionWhoseTimeIsOverEndsAfterTheGrace() {
    verifyTokens();
    FakeClient client = client().says("{'id':1,'connect':{'token':'alice:5'}}");
    pass(29);
    assertThat(client.closeCodes()).isEmpty();
    pass(1);

    assertThat(client.closeCodes()).containsExactly(3005);
  }

  @Test
  void aConnectionThatIsRefreshedInTimeGoesOn() {
    verifyTokens();
    FakeClient client = client().says("{'id':1,'connect':{'token':'alice:5'}}");
    pass(20);
    client.says("{'id':2,'refresh':{'token':'alice:5'}}");
    assertThat(client.reply(2).number("refresh/ttl")).isEqualTo(5);
    assertThat(client.reply(2).text("refresh/client")).isEqualTo(client.connection.id().toString());
    passTalking(client, 25);
    assertThat(client.closeCodes()).isEmpty();
    client.says("{'id':3,'refresh':{'token':'alice'}}");
    passTalking(client, 60);

    assertThat(client.closeCodes()).as("it lasts for ever now").isEmpty();
  }

  @Test
  void aRefreshByAnotherUsersTokenEndsTheConnection() {
    verifyTokens();
    FakeClient client = client().says("{'id':1,'connect':{'token':'alice:5'}}");

    assertThat(client.says("{'id':2,'refresh':{'token':'bob:5'}}").closeCodes())
        .containsExactly(3500);
  }

  @Test
  void aRefreshWithoutTokenIsABadRequest() {
    assertThat(client().connects().says("{'id':2,'refresh':{}}").closeCodes())
        .containsExactly(3501);
  }

  @Test
  void theServersRefreshPutsTheEndOffAndTellsTheClient() {
    verifyTokens();
    FakeClient client = client().says("{'id':1,'connect':{'token':'alice:5'}}").forgets();
    clients().of("alice").get(0).refresh(Duration.ofMillis(19_500));
    assertThat(client.hears()).containsExactly("{'push':{'refresh':{'expires':true,'ttl':20}}}");
    passTalking(client, 35);

    assertThat(client.closeCodes()).isEmpty();
  }

  private void passTalking(FakeClient client, int seconds) {
    for (int i = 0; i < seconds; i++) {
      client.says("{}");
      pass(1);
    }
  }

  private void grantFeed(SubscribeGrant grant) {
    connectHooks.add(
        attempt ->
            CompletableFuture.completedStage(Decision.accept(Identity.user("").with(FEED, grant))));
  }

  private static SubscribeGrant lasting(int seconds) {
    return new SubscribeGrant(Payload.EMPTY, Payload.EMPTY, Duration.ofSeconds(seconds));
  }

  private void subscribe(String user, SubscribeGrant grant) {
    clients()
        .of(user)
        .forEach(
            client ->
                client.subscribe(FEED, SubscribeRequest.PLAIN, grant).toCompletableFuture().join());
  }
}
