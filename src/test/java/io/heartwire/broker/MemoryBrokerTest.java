package io.heartwire.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heartwire.broker.PublishOptions.Idempotency;
import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.TestThreads;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemoryBrokerTest extends BrokerContract {
  private static final int MAX_BYTES = 100_000;
  private static final Duration META_TTL = Duration.ofMinutes(10);
  private static final MemoryBrokerConfig CONFIG =
      new MemoryBrokerConfig(MAX_BYTES, META_TTL, 4, 5);
  private static final PublishOptions MANY = PublishOptions.history(1000, TTL);

  @Override
  Broker engine() {
    return new MemoryBroker(time, CONFIG, TestThreads::none);
  }

  @Override
  Class<?> deliverer() {
    return MemoryDeliveries.class;
  }

  @AfterEach
  void afterEverythingHasExpiredNothingIsLeft() {
    for (ChannelStats left : await(broker.channels())) {
      await(broker.unsubscribe(left.channel()));
    }
    time.advance(META_TTL);
    memory().tick(time.nanos());
    MemoryBroker.Figures figures = figures();
    assertThat(figures.channels()).isZero();
    assertThat(figures.streams()).isZero();
    assertThat(figures.bytes()).isZero();
    assertThat(figures.presence()).isZero();
    assertThat(figures.idempotencyKeys()).isZero();
  }

  @Test
  void theBytesOfAPublicationAreSharedByAll() {
    await(broker.subscribe(NEWS));
    byte[] bytes = {1, 2, 3};
    await(broker.publish(NEWS, new PublicationDraft(Payload.sharing(bytes)), KEPT));

    assertThat(heard.publications.get(0).publication().data().shared()).isSameAs(bytes);
    assertThat(all(NEWS).get(0).data().shared()).isSameAs(bytes);
  }

  // A channel leaves nothing behind

  @Test
  void aChannelThatNothingIsKeptForLeavesNothingAtOnce() {
    publish(NEWS, "a", PublishOptions.NO_HISTORY);
    publish(NEWS, "a", PublishOptions.NO_HISTORY.once(new Idempotency("key", TTL)));
    await(broker.publishJoin(NEWS, ANN));
    page(NEWS, HistoryQuery.ALL);
    await(broker.removeHistory(NEWS));
    await(broker.presence(NEWS));
    await(broker.unsubscribe(NEWS));
    assertThat(figures().channels()).isZero();

    await(broker.subscribe(NEWS));
    await(broker.addPresence(NEWS, ANN, TTL));
    assertThat(figures().channels()).isEqualTo(1);
    await(broker.unsubscribe(NEWS));
    await(broker.removePresence(NEWS, "c1"));
    assertThat(figures().channels()).isZero();
  }

  @Test
  void aChannelThatItsLastSubscriberLeavesDuringADeliveryLeavesNothing() {
    await(broker.subscribe(NEWS));
    heard.during("last", same -> await(broker.unsubscribe(NEWS)));
    publish(NEWS, "last", PublishOptions.NO_HISTORY);

    assertThat(figures().channels()).isZero();
  }

  @Test
  void presenceThatEndedIsLetGoWhenItIsAskedFor() {
    await(broker.addPresence(NEWS, ANN, TTL));
    time.advance(TTL);
    assertThat(figures().presence()).isEqualTo(1);

    await(broker.presenceStats(NEWS));
    assertThat(figures().presence()).isZero();
    assertThat(figures().channels()).isZero();
  }

  // How long a stream lives

  @Test
  void anExpiredStreamIsKnownUntilItsMetaTtlEnds() {
    StreamPosition before = publish(NEWS, "a", KEPT).position();
    time.advance(META_TTL.minusNanos(1));
    memory().tick(time.nanos());
    assertThat(position(NEWS)).isEqualTo(before);

    time.advance(META_TTL);
    assertThat(position(NEWS).offset()).isZero();
    assertThat(position(NEWS).epoch()).isNotEqualTo(before.epoch());
    assertThat(publish(NEWS, "b", KEPT).position().offset()).isEqualTo(1);
  }

  @Test
  void aHistoryThatLivesLongerThanTheMetaTtlKeepsItsStream() {
    StreamPosition before =
        publish(NEWS, "a", PublishOptions.history(5, META_TTL.multipliedBy(3))).position();
    publish(NEWS, "b", PublishOptions.history(5, Duration.ofSeconds(1)));
    time.advance(META_TTL.multipliedBy(2));
    memory().tick(time.nanos());

    assertThat(texts(NEWS, HistoryQuery.since(before))).containsExactly("b");
    time.advance(META_TTL);
  }

  @Test
  void aStreamWithASubscriberKeepsItsPositionForAsLongAsItHasOne() {
    await(broker.subscribe(NEWS));
    StreamPosition before = publish(NEWS, "a", KEPT).position();
    time.advance(META_TTL.multipliedBy(5));
    memory().tick(time.nanos());
    assertThat(position(NEWS)).isEqualTo(before);

    time.advance(META_TTL.multipliedBy(5));
    await(broker.unsubscribe(NEWS));
    time.advance(META_TTL.minusNanos(1));
    memory().tick(time.nanos());
    assertThat(position(NEWS)).as("a while longer").isEqualTo(before);
  }

  @Test
  void anEmptyStreamWithASubscriberKeepsItsEpochThoughOtherStreamsEnd() {
    await(broker.subscribe(NEWS));
    StreamPosition before = position(NEWS);
    publish(SPORT, "a", KEPT);
    time.advance(META_TTL);
    memory().tick(time.nanos());

    assertThat(position(SPORT).epoch()).as("a new one").isNotEqualTo(before.epoch());
    assertThat(position(NEWS)).isEqualTo(before);
  }

  @Test
  void aStreamThatBeginsAgainHasAnotherEpochForThoseWhoSawTheFirst() {
    StreamPosition empty = position(NEWS);
    publish(NEWS, "a", KEPT);
    time.advance(META_TTL);
    memory().tick(time.nanos());
    assertThat(figures().streams()).isZero();
    publish(NEWS, "b", KEPT);

    assertThat(Recovery.decide(empty, page(NEWS, HistoryQuery.since(empty))))
        .isEqualTo(new Recovery.NotRecovered(Recovery.Cause.OTHER_EPOCH, position(NEWS)));
  }

  // The bound in bytes

  @Test
  void theStreamPublishedToLongestAgoIsDroppedFirstAsAWhole() {
    StreamPosition a = publish("a", "x".repeat(30_000), MANY).position();
    StreamPosition b = publish("b", "x".repeat(30_000), MANY).position();
    publish("c", "x".repeat(30_000), MANY);
    publish("a", "x", MANY);
    page("b", HistoryQuery.ALL);
    assertThat(figures().evictedStreams()).isZero();

    publish("d", "x".repeat(30_000), MANY);

    assertThat(figures().evictedStreams()).isEqualTo(1);
    assertThat(position("a")).isEqualTo(new StreamPosition(2, a.epoch()));
    assertThat(all("b")).isEmpty();
    assertThat(position("b").epoch()).isNotEqualTo(b.epoch());
    assertThat(all("c")).hasSize(1);
    assertThat(figures().streams()).isEqualTo(3);
  }

  @Test
  void memoryStaysBelowTheLimitWhateverIsPublished() {
    for (int i = 0; i < 2000; i++) {
      publish("channel " + i % 70, "x".repeat(i), MANY);
      assertThat(figures().bytes()).isLessThanOrEqualTo(MAX_BYTES);
    }
    assertThat(figures().evictedStreams()).isPositive();
    assertThat(figures().channels()).isEqualTo(figures().streams()).isPositive();
  }

  @Test
  void streamsWithoutPublicationsCountToo() {
    for (int i = 0; i < 1000; i++) {
      await(broker.subscribe("channel " + i));
      position("channel " + i);
      await(broker.unsubscribe("channel " + i));
      assertThat(figures().bytes()).isLessThanOrEqualTo(MAX_BYTES);
    }
    assertThat(figures().channels()).isLessThan(250);
  }

  @Test
  void subscribersOfADroppedStreamGoOnInANewEpoch() {
    await(broker.subscribe("a"));
    StreamPosition before = publish("a", "x".repeat(5_000), MANY).position();
    publish("b", "x".repeat(MAX_BYTES - 3_000), MANY);
    publish("a", "2", MANY);

    assertThat(figures().evictedStreams()).isEqualTo(1);
    StreamPosition after = heard.publications.get(1).position();
    assertThat(after.offset()).isEqualTo(1);
    assertThat(after.epoch()).isNotEqualTo(before.epoch());
  }

  @Test
  void aPublicationTooBigToKeepIsDeliveredAndItsStreamDropped() {
    await(broker.subscribe(NEWS));
    StreamPosition position = publish(NEWS, "x".repeat(MAX_BYTES), MANY).position();

    assertThat(heard.publications).hasSize(1);
    assertThat(figures().bytes()).isLessThan(1000);
    assertThat(position(NEWS).epoch()).isNotEqualTo(position.epoch());
  }

  // Other bounds

  @Test
  void onlySoManyKeysAreRememberedAndTheOldestIsForgottenFirst() {
    for (int i = 1; i <= 5; i++) {
      publish(NEWS, "a", KEPT.once(new Idempotency("key " + i, TTL)));
    }
    assertThat(figures().idempotencyKeys()).isEqualTo(4);
    assertThat(figures().forgottenKeys()).isEqualTo(1);
    assertThat(publish(NEWS, "a", KEPT.once(new Idempotency("key 2", TTL))).suppressed()).isTrue();
    assertThat(publish(NEWS, "a", KEPT.once(new Idempotency("key 1", TTL))).suppressed()).isFalse();
  }

  @Test
  void keysThatExpiredMakeRoomWithoutBeingForgotten() {
    for (int i = 1; i <= 40; i++) {
      publish(NEWS, "a", KEPT.once(new Idempotency("key " + i, TTL)));
      time.advance(TTL.dividedBy(4));
    }
    assertThat(figures().forgottenKeys()).isZero();
  }

  @Test
  void onlySoManyMayBePresentAndRenewingNeedsNoRoom() {
    for (int i = 1; i <= 5; i++) {
      await(broker.addPresence("channel " + i, new ClientInfo("u", "c" + i), TTL));
    }
    assertThatThrownBy(() -> await(broker.addPresence(NEWS, new ClientInfo("u", "c6"), TTL)))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("c6")
        .hasMessageContaining(NEWS)
        .hasMessageContaining("heartwire.broker.memory.max-presence=5");
    assertThat(figures().refusedPresence()).isEqualTo(1);
    assertThat(figures().channels()).as("the refused left nothing").isEqualTo(5);

    await(broker.addPresence("channel 1", new ClientInfo("u", "c1"), TTL));
    await(broker.removePresence("channel 2", "c2"));
    await(broker.addPresence(NEWS, new ClientInfo("u", "c6"), TTL));
  }

  @Test
  void oneSweepLooksAtABoundedNumberAndTheNextGoesOn() {
    MemoryBroker large =
        new MemoryBroker(
            time, new MemoryBrokerConfig(1 << 30, META_TTL, 4, 1_000_000), TestThreads::none);
    large.start(heard);
    for (int i = 0; i < MemoryBroker.MOST_PER_SWEEP; i++) {
      await(large.subscribe("channel " + i));
      await(large.addPresence("channel " + i, ANN, TTL));
    }
    time.advance(TTL);
    for (int left : List.of(5_000, 0)) { // a channel and its client count one each
      large.tick(time.nanos());
      assertThat(large.figures().presence()).isEqualTo(left);
    }
  }

  @Test
  void deliveriesThatFailAreCounted() {
    await(broker.subscribe(NEWS));
    heard.during(
        "poison",
        same -> {
          throw new LinkageError("on purpose");
        });
    try (LogCapture log = new LogCapture(MemoryDeliveries.class)) {
      publish(NEWS, "poison", KEPT);
      publish(NEWS, "poison", KEPT);
      assertThat(log.lines()).as("within one second").hasSize(1);
    }
    assertThat(figures().failedDeliveries()).isEqualTo(2);
  }

  private MemoryBroker memory() {
    return (MemoryBroker) broker;
  }

  private MemoryBroker.Figures figures() {
    return memory().figures();
  }
}
