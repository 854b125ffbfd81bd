package io.heartwire.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.BrokerException;
import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Payload;
import io.heartwire.broker.PresenceStats;
import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.ScriptedBroker.Step;
import io.heartwire.testkit.Stages;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Presence lasts 60 seconds here and has room for three. */
class PresenceTest extends ChannelFixture {
  private static final Duration TTL = Duration.ofSeconds(60);

  PresenceTest() {
    super(Map.of("heartwire.broker.memory.max-presence", "3"));
  }

  @Test
  void whoIsSubscribedIsPresentWithWhatItsGrantSaysOfIt() {
    TestClient ann = client("ann");
    SubscribeGrant grant = new SubscribeGrant(Payload.text("admin"), Payload.EMPTY, null);
    Subscription subscription =
        Stages.now(channels.subscribe(ROOM, ann, SubscribeRequest.PLAIN, grant));
    ann.holds(subscription);
    channels.begin(subscription);

    assertThat(present())
        .containsExactly(
            new ClientInfo("ann", ann.info().client(), Payload.EMPTY, Payload.text("admin")));
    assertThat(Stages.now(channels.presenceStats(ROOM))).isEqualTo(new PresenceStats(1, 1));

    subscription.cancel(UnsubscribeCode.CLIENT);
    assertThat(present()).isEmpty();
  }

  @Test
  void nobodyIsPresentWhereTheNamespaceKeepsNone() {
    join(client("ann"), NEWS);

    assertThat(kit.memory.figures().presence()).isZero();
    assertThat(broker.calls()).containsExactly("SUBSCRIBE news");
  }

  @Test
  void whoStaysIsSaidToBeThereAgainInTime() {
    join(client("ann"), ROOM);

    for (int i = 0; i < 7; i++) {
      pass(TTL.dividedBy(2));
      assertThat(present()).as("after %d half lives", i + 1).hasSize(1);
    }
  }

  @Test
  void itIsSaidAgainThreeTimesBeforeItWouldEndAndNotMoreOften() {
    join(client("ann"), ROOM);
    int before = broker.calls().size();

    for (int i = 0; i < 60; i++) {
      pass(Duration.ofSeconds(1));
    }

    assertThat(broker.calls()).hasSize(before + 3);
  }

  @Test
  void whoseNodeHasVanishedIsGoneWhenItsTimeIsOver() {
    join(client("ann"), ROOM);

    pool.time.advance(TTL.minusMillis(1));
    assertThat(present()).hasSize(1);
    pool.time.advance(Duration.ofMillis(1));
    assertThat(present()).isEmpty();
  }

  @Test
  void whoHasGoneWhileItWasSaidAgainIsTakenBack() {
    Subscription subscription = join(client("ann"), ROOM);
    broker.hold(Step.ADD_PRESENCE);
    pass(TTL.dividedBy(3));
    subscription.cancel(UnsubscribeCode.CLIENT);
    // As if the network had turned the two steps around.
    Stages.awaitEnd(kit.memory.addPresence(ROOM.value(), subscription.info(), TTL));

    broker.release();

    assertThat(present()).isEmpty();
  }

  @Test
  void whoComesBackWhileItsEarlierPresenceIsTakenBackStaysPresent() {
    TestClient ann = client("ann");
    broker.hold(Step.ADD_PRESENCE);
    CompletionStage<Subscription> first =
        channels.subscribe(ROOM, ann, SubscribeRequest.PLAIN, SubscribeGrant.PLAIN);
    channels.forEach(each -> each.forEach(joining -> joining.cancel(UnsubscribeCode.SERVER)));
    CompletionStage<Subscription> second =
        channels.subscribe(ROOM, ann, SubscribeRequest.PLAIN, SubscribeGrant.PLAIN);

    broker.release();

    assertThat(Stages.failureOf(first)).isInstanceOf(ChannelException.class);
    ann.holds(Stages.now(second));
    assertThat(present()).hasSize(1);
  }

  @Test
  void whereThereIsNoRoomTheSubscriptionFailsClearlyAndLeavesNothing() {
    TestClient full = client("eve");
    List.of("ann", "ben", "cat").forEach(user -> join(client(user), ROOM));

    assertThat(
            Stages.failureOf(
                channels.subscribe(ROOM, full, SubscribeRequest.PLAIN, SubscribeGrant.PLAIN)))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining(full.info().client())
        .hasMessageContaining("room:a")
        .hasMessageContaining("heartwire.broker.memory.max-presence=3");
    assertThat(present()).hasSize(3);
    publish(ROOM, "x");
    assertThat(full.heard()).isEmpty();
    assertThat(kit.told(ClientSubscribed.class)).hasSize(3);
  }

  @Test
  void aPresenceThatCannotBeSaidAgainOrTakenBackIsCountedAndEndsNothing() {
    TestClient ann = client("ann");
    Subscription subscription = join(ann, ROOM);
    broker.fail(Step.ADD_PRESENCE);
    broker.fail(Step.REMOVE_PRESENCE);
    try (LogCapture log = new LogCapture(BackgroundFailures.class)) {
      pass(TTL.dividedBy(3));
      assertThat(channels.failedSteps()).isEqualTo(1);
      publish(ROOM, "x");
      assertThat(ann.heard()).containsExactly("x");

      subscription.cancel(UnsubscribeCode.CLIENT);
      assertThat(channels.failedSteps()).isEqualTo(2);
      assertThat(log.lines()).as("at most one a second").hasSize(1);
    }
    pool.time.advance(TTL);
    kit.memory.tick(pool.time.nanos());
  }

  @Test
  void joinsAndLeavesAreToldToThoseWhoAskedForThem() {
    TestClient curious = client("curious");
    TestClient other = client("other");
    join(curious, ROOM, hearingJoins());
    join(other, ROOM);

    join(client("ann"), ROOM).cancel(UnsubscribeCode.CLIENT);

    assertThat(curious.heard()).containsExactly("+curious", "+other", "+ann", "-ann");
    assertThat(other.heard()).isEmpty();
  }

  @Test
  void joinsAndLeavesAreEncodedForEachFormat() {
    TestClient plain = client("plain");
    TestClient loud = new TestClient(pool, "loud", new ScriptedFormat("!"));
    join(plain, ROOM, hearingJoins());
    join(loud, ROOM, hearingJoins());

    join(client("ann"), ROOM);

    assertThat(plain.heard()).containsExactly("+plain", "+loud", "+ann");
    assertThat(loud.heard()).containsExactly("!+loud", "!+ann");
  }

  @Test
  void aFormatWithoutSuchNewsIsToldNothing() {
    WireFormat mute =
        (channel, publication, previous) -> format.publication(channel, publication, null);
    TestClient reader = new TestClient(pool, "mute", mute);
    join(reader, ROOM, hearingJoins());

    join(client("ann"), ROOM).cancel(UnsubscribeCode.CLIENT);
    publish(ROOM, "x");

    assertThat(reader.heard()).containsExactly("x");
  }

  @Test
  void withoutTheNamespaceSayingSoNobodyIsToldWhoComesAndGoes() {
    TestClient curious = client("curious");
    join(curious, KEPT, hearingJoins());
    join(client("ann"), KEPT);

    assertThat(curious.heard()).isEmpty();
  }

  @Test
  void whoHasNotBegunYetIsNotToldAndNotAnnounced() {
    TestClient early = client("early");
    TestClient watcher = client("watcher");
    join(watcher, ROOM, hearingJoins());
    Subscription subscription = prepare(early, ROOM, hearingJoins());
    join(client("ann"), ROOM);
    channels.begin(subscription);

    assertThat(early.heard()).containsExactly("+early");
    assertThat(watcher.heard()).containsExactly("+watcher", "+ann", "+early");
  }

  private List<ClientInfo> present() {
    return Stages.now(channels.presence(ROOM));
  }
}
