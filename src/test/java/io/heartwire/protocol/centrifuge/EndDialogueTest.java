package io.heartwire.protocol.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.channel.ChannelName;
import io.heartwire.channel.ClientSubscribed;
import io.heartwire.channel.ClientUnsubscribed;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.channel.UnsubscribeCode;
import io.heartwire.hook.Decision;
import io.heartwire.hub.ClientConnected;
import io.heartwire.hub.ClientDisconnected;
import io.heartwire.hub.Identity;
import io.heartwire.testkit.Race;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The end in every stage; that nothing is left then is checked after each test. */
class EndDialogueTest extends DialogueFixture {
  private static final ChannelName CHAT = new ChannelName("chat:1");

  @Test
  void aClientThatGoesBeforeItConnectsLeavesNothing() {
    client().vanishes();

    assertNobodyHeardOfIt();
  }

  @Test
  void aClientThatGoesWhileItsHookDecidesNeverTakesPart() {
    CompletableFuture<Decision<Identity>> decision = new CompletableFuture<>();
    connectHooks.add(attempt -> Decision.later(decision));
    FakeClient client = client().says("{'id':1,'connect':{}}");
    client.vanishes();
    decision.complete(Decision.accept(Identity.user("alice").with(CHAT, SubscribeGrant.PLAIN)));

    assertNobodyHeardOfIt();
    assertThat(pool.registry.ofUser("alice")).isEmpty();
  }

  @Test
  void aClientThatGoesWhileItsChannelsAreJoinedNeverTakesPart() {
    connectHooks.add(
        attempt ->
            Decision.accept(
                Identity.user("alice")
                    .with(CHAT, SubscribeGrant.PLAIN)
                    .with(new ChannelName("feed:1"), SubscribeGrant.PLAIN)));
    FakeClient client = client();
    broker.takesItsTime();
    client.says("{'id':1,'connect':{}}");
    client.vanishes();
    broker.answers();

    assertNobodyHeardOfIt();
  }

  @Test
  void aClientThatGoesWhileItSubscribesIsNoSubscriber() {
    CompletableFuture<Decision<SubscribeGrant>> decision = new CompletableFuture<>();
    kit().subscribeHooks.add(attempt -> Decision.later(decision));
    FakeClient client = client().connects().says("{'id':2,'subscribe':{'channel':'chat:1'}}");
    client.vanishes();
    decision.complete(Decision.accept(SubscribeGrant.PLAIN));

    assertThat(kit().told(ClientSubscribed.class)).isEmpty();
    assertThat(kit().channels.count()).isZero();
    assertThat(kit().told(ClientDisconnected.class)).hasSize(1);
  }

  @Test
  void aClientThatGoesWhileTheBrokerAnswersIsNoSubscriber() {
    FakeClient client = client().connects();
    broker.takesItsTime();
    client.says("{'id':2,'subscribe':{'channel':'feed:1','positioned':true}}");
    client.vanishes();
    broker.answers();

    assertThat(kit().told(ClientSubscribed.class)).isEmpty();
    assertThat(kit().channels.count()).isZero();
  }

  @Test
  void aClientThatGoesIsToldOfOnce() {
    FakeClient client = client("alice").connects().subscribes("chat:1").subscribes("plain:1");
    client.vanishes();
    client.dialogue.closed();
    client.vanishes();

    assertThat(clients().count()).isZero();
    assertThat(kit().told(ClientConnected.class)).hasSize(1);
    assertThat(kit().told(ClientDisconnected.class)).hasSize(1);
    assertThat(kit().told(ClientUnsubscribed.class))
        .extracting(ClientUnsubscribed::why)
        .containsExactly(UnsubscribeCode.DISCONNECT, UnsubscribeCode.DISCONNECT);
  }

  @Test
  void theEndIsNeverToldBeforeTheBeginningHoweverTheyMeet() {
    connectHooks.add(
        attempt -> Decision.accept(Identity.user("alice").with(CHAT, SubscribeGrant.PLAIN)));
    for (int round = 0; round < 300; round++) {
      FakeClient client = client();
      Race.between(() -> client.says("{'id':1,'connect':{}}"), client::vanishes);

      assertThat(clients().count()).isZero();
      assertThat(kit().channels.count()).isZero();
    }
    assertEachBeginsBeforeItEnds();
  }

  @Test
  void aSubscriptionThatMeetsTheEndLeavesNothing() {
    for (int round = 0; round < 300; round++) {
      FakeClient client = client().connects();
      Race.between(
          () -> client.says("{'id':2,'subscribe':{'channel':'chat:1'}}"), client::vanishes);

      assertThat(kit().channels.count()).isZero();
      assertThat(kit().memory.figures().presence()).isZero();
    }
    assertEachBeginsBeforeItEnds();
  }

  @Test
  void othersHearOfTheGoingAfterTheComing() {
    FakeClient watcher = client().connects();
    watcher.says("{'id':2,'subscribe':{'channel':'chat:1','join_leave':true}}").forgets();
    FakeClient guest = client().connects();
    kit()
        .told
        .observe(
            event -> {
              if (event instanceof ClientSubscribed) {
                guest.vanishes();
              }
            });
    guest.says("{'id':2,'subscribe':{'channel':'chat:1'}}");

    assertThat(watcher.heard()).hasSize(2);
    assertThat(watcher.heard().get(0).at("push/join")).isNotNull();
    assertThat(watcher.heard().get(1).at("push/leave")).isNotNull();
  }

  private void assertEachBeginsBeforeItEnds() {
    int connected = 0;
    int subscribed = 0;
    for (Object event : kit().told.fired()) {
      connected += event instanceof ClientConnected ? 1 : 0;
      connected -= event instanceof ClientDisconnected ? 1 : 0;
      subscribed += event instanceof ClientSubscribed ? 1 : 0;
      subscribed -= event instanceof ClientUnsubscribed ? 1 : 0;
      assertThat(connected).isBetween(0, 1);
      assertThat(subscribed).isBetween(0, 1);
    }
    assertThat(connected).isZero();
    assertThat(subscribed).isZero();
  }

  private void assertNobodyHeardOfIt() {
    assertThat(kit().told.fired()).isEmpty();
    assertThat(clients().count()).isZero();
    assertThat(kit().channels.count()).isZero();
    assertThat(kit().memory.figures().presence()).isZero();
  }
}
