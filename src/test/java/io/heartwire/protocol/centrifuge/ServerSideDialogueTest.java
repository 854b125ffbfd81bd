package io.heartwire.protocol.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.Payload;
import io.heartwire.broker.StreamPosition;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.channel.SubscribeRequest;
import io.heartwire.connection.CloseReason;
import io.heartwire.hook.Decision;
import io.heartwire.hub.Client;
import io.heartwire.hub.Identity;
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
  void whatAClientMissedFollowsItsSubscriptionByTheServer() {
    publish("feed:1", "1");
    publish("feed:1", "2");
    publish("feed:1", "3");
    FakeClient client = client("alice").connects();
    SubscribeRequest sinceTheFirst =
        new SubscribeRequest(
            new StreamPosition(1, ""), true, true, false, false, null, Payload.EMPTY);
    clients().of("alice").get(0).subscribe(FEED, sinceTheFirst, SubscribeGrant.PLAIN);
    publish("feed:1", "4");

    assertThat(client.heard().get(0).number("push/subscribe/offset")).isEqualTo(1);
    assertThat(client.publications("feed:1")).containsExactly(2L, 3L, 4L);
  }

  @Test
  void theServerMaySubscribeAClientToANameThatTheClientCouldNotSay() {
    ChannelName name = new ChannelName("feed:\u65b0\u805e");
    FakeClient client = client("alice").connects();
    clients().of("alice").get(0).subscribe(name, SubscribeRequest.PLAIN, SubscribeGrant.PLAIN);
    publish(name.value(), "1");

    assertThat(client.publications(name.value())).containsExactly(1L);
    client.says("{'id':2,'unsubscribe':{'channel':'" + name + "'}}");
    assertThat(client.reply(2).at("unsubscribe")).isNotNull();
    publish(name.value(), "2");
    assertThat(client.publications(name.value())).containsExactly(1L);
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
  void aClientIsSubscribedToWhatItAsksForWithItsConnectAndMayHave() {
    publish("feed:1", "1");
    publish("feed:1", "2");
    FakeClient client =
        client("alice")
            .says(
                "{'id':1,'connect':{'subs':{'plain:1':{},'feed:1':{'recover':true,'offset':1},"
                    + "'closed:1':{},'nowhere:1':{},'feed:#bob':{},'feed:#alice':{},'':{}}}}");

    assertThat(client.reply(1).names("connect/subs"))
        .containsExactlyInAnyOrder("plain:1", "feed:1", "feed:#alice");
    assertThat(client.reply(1).at("connect/subs/feed:1/publications/0/data")).isEqualTo(2L);
    publish("plain:1", "3");
    assertThat(client.publications("plain:1")).containsExactly(3L);
    client.says("{'id':2,'subscribe':{'channel':'plain:1'}}");
    assertThat(client.error(2)).isEqualTo(105);
  }

  @Test
  void aClientIsSubscribedToNoMoreThanItMayHave() {
    set("heartwire.client.max-subscriptions", "2");
    FakeClient client =
        client().says("{'id':1,'connect':{'subs':{'plain:1':{},'plain:2':{},'plain:3':{}}}}");

    assertThat(client.reply(1).names("connect/subs")).hasSize(2);
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

  private void grantFeed(SubscribeGrant grant) {
    connectHooks.add(attempt -> Decision.accept(Identity.user("").with(FEED, grant)));
  }

  private void subscribe(String user, SubscribeGrant grant) {
    clients()
        .of(user)
        .forEach(
            client ->
                client.subscribe(FEED, SubscribeRequest.PLAIN, grant).toCompletableFuture().join());
  }
}
