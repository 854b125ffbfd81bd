package io.heartwire.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.Payload;
import io.heartwire.testkit.Stages;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Of these channels {@code room} has presence and joins, {@code kept} history, {@code news} none.
 */
class SubscribeOverridesTest extends ChannelFixture {
  private static final ChannelName LOUD = new ChannelName("loud:a");

  SubscribeOverridesTest() {
    super(
        Map.of(
            "heartwire.channel.namespaces", "kept, room, delta, loud",
            "heartwire.channel.loud.join-leave", "true",
            "heartwire.channel.loud.force-push-join-leave", "true"));
  }

  @Test
  void aSubscriberMayStayOutOfThePresence() {
    join(client("ann"), ROOM, presence(false));

    assertThat(Stages.now(channels.presence(ROOM))).isEmpty();
  }

  @Test
  void aSubscriberMayBePresentWhereOthersAreNotAndStaysSo() {
    join(client("ben"), NEWS, SubscribeOverrides.NONE);
    join(client("ann"), NEWS, presence(true));

    assertThat(kit.memory.figures().presence()).isEqualTo(1);
    for (int i = 0; i < 3; i++) {
      pass(Duration.ofSeconds(30));
      assertThat(kit.memory.figures().presence()).isEqualTo(1);
    }
  }

  @Test
  void aSubscriberMayComeAndGoUnnoticed() {
    TestClient watcher = client("ben");
    join(watcher, ROOM, pushing(true));
    int before = watcher.wire.messages().size();

    Subscription silent =
        join(client("ann"), ROOM, new SubscribeOverrides(null, false, null, null, null));
    silent.cancel(UnsubscribeCode.CLIENT);
    assertThat(watcher.wire.messages()).hasSize(before);

    join(client("eve"), ROOM, SubscribeOverrides.NONE).cancel(UnsubscribeCode.CLIENT);
    assertThat(watcher.wire.messages()).hasSize(before + 2);
  }

  @Test
  void aSubscriberMayBeKeptFromHearingOfOthers() {
    TestClient deaf = client("ben");
    Subscription subscription =
        Stages.now(channels.subscribe(ROOM, deaf, hearingJoins(), grant(pushing(false))));
    deaf.holds(subscription);
    channels.begin(subscription);

    join(client("ann"), ROOM, SubscribeOverrides.NONE);

    assertThat(deaf.wire.messages()).isEmpty();
  }

  @Test
  void aNamespaceMayTellItsSubscribersOfOthersUnasked() {
    TestClient told = client("ben");
    TestClient deaf = client("dan");
    join(told, LOUD, SubscribeOverrides.NONE);
    join(deaf, LOUD, pushing(false));
    int before = told.wire.messages().size();

    join(client("ann"), LOUD, SubscribeOverrides.NONE);

    assertThat(told.wire.messages()).hasSize(before + 1);
    assertThat(deaf.wire.messages()).isEmpty();
  }

  @Test
  void aSubscriptionMayBeRecoverableOrWatchedThoughNobodyAskedForIt() {
    assertThat(established(KEPT, new SubscribeOverrides(null, null, true, null, null)))
        .returns(true, SubscribeResult::recoverable)
        .returns(true, SubscribeResult::positioned);
    assertThat(established(KEPT, new SubscribeOverrides(null, null, null, true, null)))
        .returns(false, SubscribeResult::recoverable)
        .returns(true, SubscribeResult::positioned);
    assertThat(established(NEWS, new SubscribeOverrides(null, null, true, true, null)))
        .as("where nothing is kept there is nothing to recover")
        .returns(false, SubscribeResult::recoverable)
        .returns(false, SubscribeResult::positioned);
  }

  private SubscribeResult established(ChannelName channel, SubscribeOverrides overrides) {
    TestClient client = client();
    Subscription subscription =
        Stages.now(channels.subscribe(channel, client, SubscribeRequest.PLAIN, grant(overrides)));
    client.holds(subscription);
    return subscription.established();
  }

  private Subscription join(TestClient client, ChannelName channel, SubscribeOverrides overrides) {
    Subscription subscription =
        Stages.now(channels.subscribe(channel, client, SubscribeRequest.PLAIN, grant(overrides)));
    client.holds(subscription);
    channels.begin(subscription);
    return subscription;
  }

  private static SubscribeGrant grant(SubscribeOverrides overrides) {
    return new SubscribeGrant(Payload.EMPTY, Payload.EMPTY, null, overrides);
  }

  private static SubscribeOverrides presence(boolean wanted) {
    return new SubscribeOverrides(wanted, null, null, null, null);
  }

  private static SubscribeOverrides pushing(boolean wanted) {
    return new SubscribeOverrides(null, null, null, null, wanted);
  }
}
