package io.heartwire.protocol.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.Payload;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.hook.Decision;
import io.heartwire.hub.Identity;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Connections and subscriptions that last for a time, and how they are refreshed. */
class ExpiryDialogueTest extends DialogueFixture {
  private static final ChannelName FEED = new ChannelName("feed:1");

  @Test
  void aSubscriptionWhoseTimeIsOverEndsAfterTheGrace() {
    kit().subscribeHooks.add(attempt -> Decision.accept(lasting(5)));
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
    clients().of("alice").get(0).refresh(Duration.ofMillis(19_500), Payload.EMPTY);
    assertThat(client.hears()).containsExactly("{'push':{'refresh':{'expires':true,'ttl':20}}}");
    passTalking(client, 35);

    assertThat(client.closeCodes()).isEmpty();
  }

  @Test
  void aRefreshMayChangeWhatOthersSeeOfAClient() {
    FakeClient client = client("alice").connects().subscribes("chat:1");
    clients().of("alice").get(0).refresh(null, Payload.json("{\"name\":\"Al\"}"));
    passTalking(client, 60);

    String id = client.connection.id().toString();
    FakeClient other = client("bob").connects();
    other.says("{'id':4,'presence':{'channel':'chat:1'}}");
    assertThat(other.reply(4).at("presence/presence/" + id + "/conn_info/name")).isEqualTo("Al");
    clients().of("alice").get(0).refresh(null, Payload.EMPTY);
    assertThat(clients().of("alice").get(0).info().connectionInfo().isEmpty())
        .as("nothing said, nothing changed")
        .isFalse();
  }

  private void passTalking(FakeClient client, int seconds) {
    for (int i = 0; i < seconds; i++) {
      client.says("{}");
      pass(1);
    }
  }

  private static SubscribeGrant lasting(int seconds) {
    return new SubscribeGrant(Payload.EMPTY, Payload.EMPTY, Duration.ofSeconds(seconds));
  }

  private void grantFeed(SubscribeGrant grant) {
    connectHooks.add(attempt -> Decision.accept(Identity.user("").with(FEED, grant)));
  }
}
