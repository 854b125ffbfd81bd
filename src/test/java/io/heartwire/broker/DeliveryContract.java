package io.heartwire.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heartwire.broker.PublishOptions.Idempotency;
import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.Race;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What every engine promises about publishing, delivery and repetitions. */
abstract class DeliveryContract extends BrokerFixture {

  // Publishing and delivery

  @Test
  void aPublicationReachesASubscribedNodeWithAllItsParts() {
    await(broker.subscribe(NEWS));
    PublicationDraft draft = new PublicationDraft(Payload.text("hello"), ANN, Map.of("k", "v"));

    StreamPosition position = await(broker.publish(NEWS, draft, KEPT)).position();

    Publication expected =
        new Publication(
            1, Payload.text("hello"), ANN, Map.of("k", "v"), time.wallClock().toEpochMilli());
    assertThat(heard.publications)
        .containsExactly(new RecordedDeliveries.Delivered(NEWS, expected, position));
    assertThat(position.offset()).isEqualTo(1);
    assertThat(position.epoch()).isNotEmpty();
    assertThat(all(NEWS)).containsExactly(expected);
  }

  @Test
  void aNodeHearsOnlyTheChannelsThatItIsSubscribedTo() {
    await(broker.subscribe(NEWS));
    publish(SPORT, "a", KEPT);
    publish(NEWS, "b", KEPT);
    await(broker.unsubscribe(NEWS));
    publish(NEWS, "c", KEPT);

    assertThat(heard.lines).containsExactly("news 1 b");
  }

  @Test
  void subscribingTwiceIsSubscribingOnce() {
    await(broker.subscribe(NEWS));
    await(broker.subscribe(NEWS));
    publish(NEWS, "a", KEPT);
    await(broker.unsubscribe(NEWS));
    publish(NEWS, "b", KEPT);
    await(broker.unsubscribe(NEWS));

    assertThat(heard.lines).containsExactly("news 1 a");
  }

  @Test
  void aPublicationWithoutHistoryIsDeliveredAndHasNoPlace() {
    await(broker.subscribe(NEWS));

    assertThat(publish(NEWS, "a", PublishOptions.NO_HISTORY).position())
        .isEqualTo(StreamPosition.NONE);
    assertThat(publish(NEWS, "b", PublishOptions.history(5, Duration.ZERO)).position())
        .isEqualTo(StreamPosition.NONE);
    assertThat(publish(NEWS, "c", PublishOptions.history(0, TTL)).position())
        .isEqualTo(StreamPosition.NONE);

    assertThat(heard.lines).containsExactly("news 0 a", "news 0 b", "news 0 c");
    assertThat(all(NEWS)).isEmpty();
  }

  @Test
  void offsetsCountFromOneWithoutGapsInOneEpoch() {
    List<StreamPosition> positions = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      positions.add(publish(NEWS, "kept", KEPT).position());
      publish(NEWS, "not kept", PublishOptions.NO_HISTORY);
    }
    assertThat(positions).extracting(StreamPosition::offset).containsExactly(1L, 2L, 3L);
    assertThat(positions).extracting(StreamPosition::epoch).containsOnly(position(NEWS).epoch());
  }

  @Test
  void everyChannelHasItsOwnStream() {
    publish(NEWS, "a", KEPT);
    publish(NEWS, "b", KEPT);

    assertThat(publish(SPORT, "c", KEPT).position().offset()).isEqualTo(1);
    assertThat(texts(NEWS, HistoryQuery.ALL)).containsExactly("a", "b");
    assertThat(texts(SPORT, HistoryQuery.ALL)).containsExactly("c");
  }

  @Test
  void joinsAndLeavesComeInOrderWithThePublications() {
    await(broker.publishJoin(NEWS, BEN));
    await(broker.subscribe(NEWS));
    await(broker.publishJoin(NEWS, ANN));
    publish(NEWS, "a", KEPT);
    await(broker.publishLeave(NEWS, ANN));
    await(broker.publishJoin(SPORT, ANN));

    assertThat(heard.lines).containsExactly("news +c1", "news 1 a", "news -c1");
  }

  @Test
  void aListenerThatFailsHarmsNobody() {
    await(broker.subscribe(NEWS));
    heard.during(
        "poison",
        same -> {
          throw new IllegalStateException("on purpose");
        });
    try (LogCapture log = new LogCapture(deliverer())) {
      assertThat(publish(NEWS, "poison", KEPT).position().offset()).isEqualTo(1);
      publish(NEWS, "fine", KEPT);
      assertThat(log.lines()).singleElement().asString().contains(NEWS);
    }
    assertThat(heard.lines).containsExactly("news 1 poison", "news 2 fine");
  }

  @Test
  void whatTheListenerPublishesDuringADeliveryIsDeliveredAfterIt() {
    await(broker.subscribe(NEWS));
    AtomicReference<CompletionStage<PublishResult>> answer = new AtomicReference<>();
    heard.during(
        "ping",
        same -> {
          answer.set(broker.publish(NEWS, draft("pong"), KEPT));
          heard.lines.add("end of ping");
        });

    publish(NEWS, "ping", KEPT);

    assertThat(await(answer.get()).position().offset()).isEqualTo(2);
    assertThat(heard.lines).containsExactly("news 1 ping", "end of ping", "news 2 pong");
  }

  @Test
  void theListenerMayLeaveTheChannelDuringADelivery() {
    await(broker.subscribe(NEWS));
    heard.during("last", same -> await(broker.unsubscribe(NEWS)));

    publish(NEWS, "last", KEPT);
    publish(NEWS, "unheard", KEPT);

    assertThat(heard.lines).containsExactly("news 1 last");
  }

  @Test
  void whoLeavesAndComesBackDuringADeliveryHearsTheNextOneAfterIt() {
    await(broker.subscribe(NEWS));
    heard.during(
        "first",
        same -> {
          await(broker.unsubscribe(NEWS));
          await(broker.subscribe(NEWS));
          assertThat(broker.publish(NEWS, draft("next"), PublishOptions.NO_HISTORY)).isNotNull();
          heard.lines.add("end of first");
        });

    publish(NEWS, "first", PublishOptions.NO_HISTORY);

    assertThat(heard.lines).containsExactly("news 0 first", "end of first", "news 0 next");
  }

  @Test
  void listenersThatCrossFromChannelToChannelDoNotWaitForEachOther() {
    await(broker.subscribe(NEWS));
    await(broker.subscribe(SPORT));
    heard.during("to sport", same -> send(SPORT, "from news"));
    heard.during("to news", same -> send(NEWS, "from sport"));

    Race.between(
        () -> times(500, () -> publish(NEWS, "to sport", KEPT)),
        () -> times(500, () -> publish(SPORT, "to news", KEPT)));

    assertThat(position(NEWS).offset()).isEqualTo(1000);
    assertThat(position(SPORT).offset()).isEqualTo(1000);
  }

  @Test
  void aBrokerIsStartedOnceAndBeforeItIsSubscribedTo() {
    assertThatIllegalStateException().isThrownBy(() -> broker.start(heard));

    Broker tooEarly = engine();
    assertThatThrownBy(() -> await(tooEarly.subscribe(NEWS)))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining(NEWS);
  }

  // Idempotency

  @Test
  void aRepetitionWithinItsWindowHasTheSamePositionAndIsNotDelivered() {
    await(broker.subscribe(NEWS));
    PublishOptions once = KEPT.once(new Idempotency("key", TTL));

    PublishResult first = publish(NEWS, "a", once);
    publish(NEWS, "b", KEPT);
    time.advance(TTL.minusNanos(1));
    PublishResult second = publish(NEWS, "a again", once);

    assertThat(first.suppressed()).isFalse();
    assertThat(second).isEqualTo(new PublishResult(first.position(), true));
    assertThat(heard.lines).containsExactly("news 1 a", "news 2 b");
    assertThat(position(NEWS).offset()).isEqualTo(2);
  }

  @Test
  void afterItsWindowAKeyIsNewAndARepetitionDoesNotProlongIt() {
    PublishOptions once = KEPT.once(new Idempotency("key", TTL));
    publish(NEWS, "a", once);
    time.advance(TTL.minusNanos(1));
    publish(NEWS, "a", once);
    time.advance(Duration.ofNanos(1));

    assertThat(publish(NEWS, "b", once).suppressed()).isFalse();
    assertThat(publish(NEWS, "b", once).position().offset()).isEqualTo(2);
  }

  @Test
  void aKeyBelongsToItsChannel() {
    PublishOptions once = KEPT.once(new Idempotency("key"));
    publish(NEWS, "a", once);

    assertThat(publish(SPORT, "a", once).suppressed()).isFalse();
    assertThat(publish(NEWS, "b", KEPT.once(new Idempotency("other"))).suppressed()).isFalse();
  }

  @Test
  void aKeyBelongsToItsAuthor() {
    publish(NEWS, "a", KEPT.once(Idempotency.ofClient("mia", "key")));

    assertThat(publish(NEWS, "a", KEPT.once(Idempotency.ofClient("mia", "key"))).suppressed())
        .isTrue();
    assertThat(publish(NEWS, "b", KEPT.once(Idempotency.ofClient("tom", "key"))).suppressed())
        .isFalse();
    assertThat(publish(NEWS, "c", KEPT.once(new Idempotency("key"))).suppressed()).isFalse();
  }

  @Test
  void aKeyWorksWithoutHistoryToo() {
    await(broker.subscribe(NEWS));
    PublishOptions once = PublishOptions.NO_HISTORY.once(new Idempotency("key"));
    publish(NEWS, "a", once);

    assertThat(publish(NEWS, "a", once)).isEqualTo(new PublishResult(StreamPosition.NONE, true));
    assertThat(heard.lines).containsExactly("news 0 a");
  }

  @Test
  void ofManyAtOnceWithOneKeyOneIsTaken() {
    await(broker.subscribe(NEWS));
    for (int round = 0; round < 50; round++) {
      PublishOptions once = KEPT.once(new Idempotency("round " + round));
      Queue<PublishResult> results = new ConcurrentLinkedQueue<>();
      Race.among(4, i -> results.add(publish(NEWS, "by " + i, once)));
      assertThat(results).filteredOn(result -> !result.suppressed()).hasSize(1);
      assertThat(results).extracting(PublishResult::position).containsOnly(position(NEWS));
    }
    assertThat(heard.publications).hasSize(50);
  }

  private static void times(int count, Runnable step) {
    for (int i = 0; i < count; i++) {
      step.run();
    }
  }
}
