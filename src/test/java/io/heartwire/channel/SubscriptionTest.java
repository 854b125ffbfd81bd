package io.heartwire.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.heartwire.broker.BrokerException;
import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Payload;
import io.heartwire.broker.StreamPosition;
import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.Race;
import io.heartwire.testkit.ScriptedBroker.Step;
import io.heartwire.testkit.Stages;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SubscriptionTest extends ChannelFixture {
  private static final int BUFFER = 3;

  SubscriptionTest() {
    super(Map.of("heartwire.channel.subscribe-buffer", String.valueOf(BUFFER)));
  }

  @Test
  void whatIsPublishedBeforeItBeginsWaitsAndKeepsItsOrder() {
    TestClient reader = client();
    Subscription subscription = prepare(reader, NEWS, SubscribeRequest.PLAIN);
    publish(NEWS, "a");
    publish(NEWS, "b");
    assertThat(reader.heard()).as("it has not been told yet").isEmpty();

    channels.begin(subscription);
    publish(NEWS, "c");

    assertThat(reader.heard()).containsExactly("a", "b", "c");
  }

  @Test
  void theReplySaysWhatTheSubscriberHas() {
    Payload data = Payload.text("welcome");
    Duration ttl = Duration.ofMinutes(1);
    SubscribeGrant grant = new SubscribeGrant(Payload.EMPTY, data, ttl);
    publish(KEPT, "x");
    TestClient reader = client();

    Subscription subscription = Stages.now(channels.subscribe(KEPT, reader, positioned(), grant));
    reader.holds(subscription);

    assertThat(subscription.established())
        .isEqualTo(
            new SubscribeResult(
                false, true, position(KEPT), 1, false, false, List.of(), false, data, ttl));
  }

  @Test
  void withoutAHistoryThereIsNoPositionAndNothingToRecover() {
    StreamPosition since = new StreamPosition(3, "abc");
    SubscribeResult reply = prepare(client(), NEWS, recovering(since)).established();

    assertThat(reply.recoverable()).isFalse();
    assertThat(reply.positioned()).isFalse();
    assertThat(reply.position()).isEqualTo(StreamPosition.NONE);
    assertThat(reply.recovered()).isFalse();
  }

  @Test
  void thereIsNoReplyBeforeItIsEstablished() {
    TestClient reader = client();
    broker.hold(Step.SUBSCRIBE);
    CompletionStage<Subscription> stage =
        channels.subscribe(NEWS, reader, SubscribeRequest.PLAIN, SubscribeGrant.PLAIN);
    channels.forEach(
        channel ->
            channel.forEach(
                joining ->
                    assertThatIllegalStateException()
                        .isThrownBy(joining::established)
                        .withMessageContaining("news")));

    broker.release();
    reader.holds(Stages.now(stage));
  }

  @Test
  void theMissedPublicationsAreNotKeptOnceTheyAreTold() {
    StreamPosition before = position(KEPT);
    publish(KEPT, "a");
    TestClient reader = client();
    Subscription subscription = prepare(reader, KEPT, recovering(before));
    assertThat(subscription.established().missed()).hasSize(1);

    channels.begin(subscription);

    assertThat(subscription.established().missed()).isEmpty();
    assertThat(subscription.established().recovered()).isTrue();
  }

  @Test
  void othersAreToldOfTheBeginningAndTheEndOnce() {
    TestClient ann = client("ann");
    SubscribeGrant grant = new SubscribeGrant(Payload.text("in here"), Payload.EMPTY, null);
    Subscription subscription =
        Stages.now(channels.subscribe(NEWS, ann, SubscribeRequest.PLAIN, grant));
    assertThat(kit.told.fired()).as("not before it has begun").isEmpty();

    channels.begin(subscription);
    channels.begin(subscription);
    subscription.end(UnsubscribeCode.SERVER);
    subscription.end(UnsubscribeCode.SERVER);
    channels.begin(subscription);

    ClientInfo info =
        new ClientInfo("ann", ann.info().client(), Payload.EMPTY, Payload.text("in here"));
    assertThat(kit.told.fired())
        .containsExactly(
            new ClientSubscribed(NEWS, info),
            new ClientUnsubscribed(NEWS, info, UnsubscribeCode.SERVER));
    assertThat(ann.ended).containsExactly(UnsubscribeCode.SERVER);
  }

  @Test
  void oneThatNeverBeganIsNoNews() {
    prepare(client(), ROOM, SubscribeRequest.PLAIN).cancel(UnsubscribeCode.CLIENT);

    assertThat(kit.told.fired()).isEmpty();
  }

  @Test
  void theBeginningIsToldBeforeTheEndHoweverTheyMeet() {
    for (int round = 0; round < 500; round++) {
      TestClient guest = client("guest");
      Subscription subscription = prepare(guest, ROOM, SubscribeRequest.PLAIN);
      int before = kit.told.fired().size();

      Race.between(
          () -> channels.begin(subscription), () -> subscription.cancel(UnsubscribeCode.CLIENT));

      List<Object> news = kit.told.fired().subList(before, kit.told.fired().size());
      if (!news.isEmpty()) {
        assertThat(news)
            .hasExactlyElementsOfTypes(ClientSubscribed.class, ClientUnsubscribed.class);
      }
    }
  }

  @Test
  void anEndDuringTheNewsOfTheBeginningIsToldAfterIt() {
    TestClient watcher = client("watcher");
    join(watcher, ROOM, hearingJoins());
    Subscription subscription = prepare(client("guest"), ROOM, SubscribeRequest.PLAIN);
    kit.told.observe(
        event -> {
          if (event instanceof ClientSubscribed) {
            subscription.end(UnsubscribeCode.SERVER);
          }
        });

    channels.begin(subscription);

    assertThat(watcher.heard()).containsExactly("+watcher", "+guest", "-guest");
    assertThat(kit.told.fired().subList(1, 3))
        .hasExactlyElementsOfTypes(ClientSubscribed.class, ClientUnsubscribed.class);
  }

  @Test
  void oneOfManyEndsIsTheEnd() {
    for (int round = 0; round < 300; round++) {
      TestClient reader = client();
      Subscription subscription = join(reader, NEWS);
      AtomicInteger ends = new AtomicInteger();

      Race.among(
          4,
          number -> {
            boolean won =
                number % 2 == 0
                    ? subscription.end(UnsubscribeCode.SERVER)
                    : subscription.cancel(UnsubscribeCode.CLIENT);
            ends.addAndGet(won ? 1 : 0);
          });

      assertThat(ends).hasValue(1);
      assertThat(reader.ended.size()).isLessThanOrEqualTo(1);
      assertThat(kit.told(ClientUnsubscribed.class)).hasSize(round + 1);
    }
  }

  @Test
  void tooMuchPublishedWhileItIsEstablishedFailsIt() {
    broker.hold(Step.HISTORY);
    CompletionStage<Subscription> stage =
        channels.subscribe(KEPT, client(), positioned(), SubscribeGrant.PLAIN);
    for (int i = 0; i <= BUFFER; i++) {
      publish(KEPT, "m" + i);
    }
    broker.release();

    assertThat(Stages.failureOf(stage))
        .hasMessageContaining("kept:a")
        .hasMessageContaining("heartwire.channel.subscribe-buffer=" + BUFFER);
    assertThat(channels.count()).isZero();
  }

  @Test
  void asMuchAsTheBufferHoldsMayBePublishedBeforeItBegins() {
    TestClient reader = client();
    Subscription subscription = prepare(reader, KEPT, positioned());
    for (int i = 0; i < BUFFER; i++) {
      publish(KEPT, "m" + i);
    }
    channels.begin(subscription);

    assertThat(reader.heard()).hasSize(BUFFER);
    assertThat(reader.ended).isEmpty();
  }

  @Test
  void tooMuchPublishedBeforeItBeginsEndsItAndTheSubscriberIsTold() {
    TestClient reader = client();
    Subscription subscription = prepare(reader, KEPT, positioned());
    for (int i = 0; i <= BUFFER; i++) {
      publish(KEPT, "m" + i);
    }
    channels.begin(subscription);

    assertThat(reader.heard()).as("rather nothing than a part").isEmpty();
    assertThat(reader.ended).containsExactly(UnsubscribeCode.INSUFFICIENT_STATE);
    assertThat(kit.told.fired()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"SUBSCRIBE", "ADD_PRESENCE", "HISTORY"})
  void oneThatEndsWhileItIsEstablishedFailsAndLeavesNothing(Step slow) {
    ChannelName channel = slow == Step.ADD_PRESENCE ? ROOM : KEPT;
    broker.hold(slow);
    CompletionStage<Subscription> stage =
        channels.subscribe(channel, client("ann"), positioned(), SubscribeGrant.PLAIN);
    assertThat(Stages.isDone(stage)).isFalse();

    channels.forEach(each -> each.forEach(joining -> joining.cancel(UnsubscribeCode.CLIENT)));
    broker.release();

    assertThat(Stages.failureOf(stage))
        .isInstanceOfSatisfying(
            ChannelException.class,
            failure -> assertThat(failure.problem()).isEqualTo(ChannelProblem.CANCELLED))
        .hasMessageContaining(channel.value());
    assertThat(channels.count()).isZero();
    assertThat(Stages.now(channels.presence(ROOM))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"SUBSCRIBE", "ADD_PRESENCE", "HISTORY"})
  void whatTheBrokerCannotDoFailsTheSubscriptionAndLeavesNothing(Step broken) {
    ChannelName channel = broken == Step.ADD_PRESENCE ? ROOM : KEPT;
    TestClient reader = client("ann");
    broker.fail(broken);

    assertThat(
            Stages.failureOf(
                channels.subscribe(channel, reader, positioned(), SubscribeGrant.PLAIN)))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining(channel.value());
    assertThat(channels.count()).isZero();
    assertThat(kit.told.fired()).isEmpty();
    assertThat(reader.ended).as("the failure tells it").isEmpty();

    broker.recover();
    join(reader, channel, positioned());
    publish(channel, "works again");
    assertThat(reader.heard()).last().isEqualTo("works again");
  }

  @Test
  void aBrokerThatCannotBeToldOfTheLastEndIsCounted() {
    Subscription subscription = join(client(), NEWS);
    broker.fail(Step.UNSUBSCRIBE);
    try (var log = new LogCapture(BackgroundFailures.class)) {
      subscription.cancel(UnsubscribeCode.CLIENT);

      assertThat(log.lines()).hasSize(1);
    }
    assertThat(channels.failedSteps()).isEqualTo(1);
    assertThat(channels.count()).isZero();
    assertThat(Stages.now(kit.memory.unsubscribe(NEWS.value()))).isNull();
  }
}
