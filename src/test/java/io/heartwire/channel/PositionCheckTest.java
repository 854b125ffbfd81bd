package io.heartwire.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.Payload;
import io.heartwire.broker.PublicationDraft;
import io.heartwire.broker.StreamPosition;
import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.ScriptedBroker.Step;
import io.heartwire.testkit.Stages;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Positions are compared every 40 seconds; the broker here loses deliveries. */
class PositionCheckTest extends ChannelFixture {
  private static final Duration PERIOD = Duration.ofSeconds(40);

  private final TestClient watched = client("watched");
  private final TestClient careless = client("careless");

  private void bothJoin() {
    join(watched, KEPT, positioned());
    join(careless, KEPT);
  }

  @Test
  void aGapIsSeenByTheNextDelivery() {
    bothJoin();
    publish(KEPT, "a");
    broker.lose(true);
    publish(KEPT, "lost");
    broker.lose(false);
    publish(KEPT, "c");
    publish(KEPT, "d");

    assertThat(watched.ended).containsExactly(UnsubscribeCode.INSUFFICIENT_STATE);
    assertThat(watched.heard()).as("nothing behind the gap").containsExactly("a");
    assertThat(careless.ended).isEmpty();
    assertThat(careless.heard()).containsExactly("a", "c", "d");
  }

  @Test
  void aLossAtTheEndIsSeenAtTheSecondLook() {
    bothJoin();
    publish(KEPT, "a");
    broker.lose(true);
    publish(KEPT, "lost");

    pass(PERIOD);
    assertThat(watched.ended).as("it may be on its way").isEmpty();
    pass(PERIOD);

    assertThat(watched.ended).containsExactly(UnsubscribeCode.INSUFFICIENT_STATE);
    assertThat(careless.ended).isEmpty();
    assertThat(kit.told(ClientUnsubscribed.class))
        .extracting(ClientUnsubscribed::why)
        .containsExactly(UnsubscribeCode.INSUFFICIENT_STATE);
  }

  @Test
  void aLossThatTheEngineKnowsOfIsSeenAtOnce() {
    bothJoin();
    publish(KEPT, "a");
    broker.interrupt(KEPT.value());
    assertThat(watched.ended).as("it has everything").isEmpty();

    broker.lose(true);
    publish(KEPT, "lost");
    broker.interrupt("kept:nobody-is-here");
    assertThat(watched.ended).as("another channel").isEmpty();
    broker.interrupt(KEPT.value());

    assertThat(watched.ended).containsExactly(UnsubscribeCode.INSUFFICIENT_STATE);
    assertThat(careless.ended).isEmpty();
  }

  @Test
  void thereIsNoLookBeforeItIsTime() {
    bothJoin();
    broker.lose(true);
    publish(KEPT, "lost");
    pass(PERIOD);
    int looks = looks();

    for (int i = 0; i < 39; i++) {
      pass(Duration.ofSeconds(1));
    }
    assertThat(looks()).isEqualTo(looks);
    assertThat(watched.ended).isEmpty();
    pass(Duration.ofSeconds(1));
    assertThat(watched.ended).hasSize(1);
  }

  @Test
  void whoeverCatchesUpBetweenTwoLooksIsLeftAlone() {
    bothJoin();
    publish(KEPT, "a");
    broker.hold(Step.HISTORY);
    pass(PERIOD); // a look that takes its time, while more is published
    broker.release();
    pass(PERIOD);
    pass(PERIOD);

    assertThat(watched.ended).isEmpty();
  }

  @Test
  void aLookThatSaysSomethingOtherThanTheLastIsAFirstOne() {
    bothJoin();
    Subscription subscription = join(watched, new ChannelName("kept:b"), positioned());
    subscription.checkPosition(ahead(subscription, 1), false);
    publish(new ChannelName("kept:b"), "arrives");
    subscription.checkPosition(ahead(subscription, 2), false);
    assertThat(watched.ended).as("it has moved meanwhile").isEmpty();

    subscription.checkPosition(position(subscription.channel()), false);
    subscription.checkPosition(ahead(subscription, 1), false);
    assertThat(watched.ended).as("it was right meanwhile").isEmpty();

    subscription.checkPosition(ahead(subscription, 1), false);
    assertThat(watched.ended).hasSize(1);
  }

  @Test
  void anotherEpochIsSeenByTheNextDelivery() {
    bothJoin();
    publish(KEPT, "a");
    broker.pretendEpoch("another");
    publish(KEPT, "b");

    assertThat(watched.ended).containsExactly(UnsubscribeCode.INSUFFICIENT_STATE);
    assertThat(watched.heard()).containsExactly("a");
    assertThat(careless.heard()).containsExactly("a", "b");
  }

  @Test
  void anotherEpochIsSeenAtTheSecondLook() {
    bothJoin();
    publish(KEPT, "a");
    broker.pretendEpoch("another");

    pass(PERIOD);
    assertThat(watched.ended).isEmpty();
    pass(PERIOD);

    assertThat(watched.ended).containsExactly(UnsubscribeCode.INSUFFICIENT_STATE);
    assertThat(careless.ended).isEmpty();
  }

  @Test
  void whoIsWhereTheStreamIsIsNeverBothered() {
    bothJoin();
    for (int i = 0; i < 5; i++) {
      publish(KEPT, "m" + i);
      pass(PERIOD);
    }
    pass(PERIOD);

    assertThat(watched.ended).isEmpty();
  }

  @Test
  void whatIsPublishedWithoutHistoryMovesNobody() {
    bothJoin();
    publish(KEPT, "a");
    PublicationDraft draft = new PublicationDraft(Payload.text("free"));
    assertThat(Stages.now(channels.publish(KEPT, draft, new PublishExtras(true, null))))
        .isNotNull();
    publish(KEPT, "b");
    pass(PERIOD);
    pass(PERIOD);

    assertThat(watched.heard()).containsExactly("a", "free", "b");
    assertThat(watched.ended).isEmpty();
  }

  @Test
  void channelsWithoutHistoryAreNotLookedAt() {
    join(careless, NEWS);
    pass(PERIOD);

    assertThat(broker.calls()).containsExactly("SUBSCRIBE news");
  }

  @Test
  void aLookThatFailsIsCountedAndEndsNobody() {
    bothJoin();
    broker.fail(Step.HISTORY);
    try (LogCapture log = new LogCapture(BackgroundFailures.class)) {
      pass(PERIOD);
      pass(PERIOD);

      assertThat(log.lines()).isNotEmpty();
    }
    assertThat(channels.failedSteps()).isEqualTo(2);
    assertThat(watched.ended).isEmpty();
  }

  private int looks() {
    List<String> calls = broker.calls();
    return (int) calls.stream().filter(call -> call.startsWith("HISTORY")).count();
  }

  private StreamPosition ahead(Subscription subscription, long by) {
    StreamPosition now = position(subscription.channel());
    return new StreamPosition(now.offset() + by, now.epoch());
  }
}
