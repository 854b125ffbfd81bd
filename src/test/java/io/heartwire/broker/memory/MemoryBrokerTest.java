package io.heartwire.broker.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heartwire.broker.BrokerContract;
import io.heartwire.broker.BrokerException;
import io.heartwire.broker.ChannelStats;
import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Engine;
import io.heartwire.broker.HistoryQuery;
import io.heartwire.broker.Payload;
import io.heartwire.broker.PublicationDraft;
import io.heartwire.broker.PublishOptions;
import io.heartwire.broker.PublishOptions.Idempotency;
import io.heartwire.broker.Recovery;
import io.heartwire.broker.StreamPosition;
import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.TestThreads;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemoryBrokerTest extends BrokerContract {
  private static final PublishOptions MANY = PublishOptions.history(1000, TTL);

  @Override
  protected Engine engine() {
    return MemoryEngines.over(time);
  }

  @Override
  protected Class<?> deliverer() {
    return MemoryDeliveries.class;
  }

  @AfterEach
  void afterEverythingHasExpiredNothingIsLeft() {
    MemoryEngines.assertAllExpires(memory(), time);
  }

  @Test
  void theBytesOfAPublicationAreSharedByAll() {
    await(broker.subscribe(NEWS));
    byte[] bytes = {1, 2, 3};
    await(broker.publish(NEWS, new PublicationDraft(Payload.sharing(bytes)), KEPT));

    assertThat(heard.publications.get(0).publication().data().shared()).isSameAs(bytes);
    assertThat(all(NEWS).get(0).data().shared()).isSameAs(bytes);
  }

  // Times to the nanosecond

  @Test
  void aPublicationLastsAsLongAsItsTtlByTheMonotonicClock() {
    publish(NEWS, "a", KEPT);
    time.advance(Duration.ofSeconds(1));
    publish(NEWS, "b", KEPT);
    time.jumpWallClock(Duration.ofDays(1));

    time.advance(TTL.minusSeconds(1).minusNanos(1));
    assertThat(texts(NEWS, HistoryQuery.ALL)).containsExactly("a", "b");
    time.advance(Duration.ofNanos(1));
    assertThat(texts(NEWS, HistoryQuery.ALL)).containsExactly("b");
    time.advance(Duration.ofSeconds(1));
    assertThat(texts(NEWS, HistoryQuery.ALL)).isEmpty();
    assertThat(publish(NEWS, "c", KEPT).position().offset()).as("offsets go on").isEqualTo(3);
  }

  @Test
  void aKeyIsKnownForExactlyItsWindow() {
    PublishOptions once = KEPT.once(new Idempotency("key", TTL));
    publish(NEWS, "a", once);
    time.advance(TTL.minusNanos(1));
    assertThat(publish(NEWS, "a", once).suppressed()).isTrue();
    time.advance(Duration.ofNanos(1));
    assertThat(publish(NEWS, "b", once).suppressed()).isFalse();
  }

  // A channel leaves nothing behind

  @Test
  void aChannelThatNothingIsKeptForLeavesNothingAtOnce() {
    publish(NEWS, "a", PublishOptions.NO_HISTORY);
    publish(NEWS, "a", PublishOptions.NO_HISTORY.once(new Idempotency("key", TTL)));
    await(broker.publishJoin(NEWS, ANN));
    page(NEWS, HistoryQuery.ALL);
    await(broker.removeHistory(NEWS));
    await(presence.presence(NEWS));
    await(broker.unsubscribe(NEWS));
    assertThat(figures().channels()).isZero();

    await(broker.subscribe(NEWS));
    await(presence.addPresence(NEWS, ANN, TTL));
    assertThat(figures().channels()).isEqualTo(1);
    await(broker.unsubscribe(NEWS));
    await(presence.removePresence(NEWS, "c1"));
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
    await(presence.addPresence(NEWS, ANN, TTL));
    time.advance(TTL);
    assertThat(figures().presence()).isEqualTo(1);

    await(presence.presenceStats(NEWS));
    assertThat(figures().presence()).isZero();
    assertThat(figures().channels()).isZero();
  }

  @Test
  void channelsAreListedWithThoseWhoArePresent() {
    await(broker.subscribe(NEWS));
    await(presence.addPresence(NEWS, ANN, TTL));

    assertThat(await(broker.channels())).containsExactly(new ChannelStats(NEWS, 1, 1));
  }

  // How long a stream lives

  @Test
  void anExpiredStreamIsKnownUntilItsMetaTtlEnds() {
    StreamPosition before = publish(NEWS, "a", KEPT).position();
    time.advance(MemoryEngines.META_TTL.minusNanos(1));
    memory().tick(time.nanos());
    assertThat(position(NEWS)).isEqualTo(before);

    time.advance(MemoryEngines.META_TTL);
    assertThat(position(NEWS).offset()).isZero();
    assertThat(position(NEWS).epoch()).isNotEqualTo(before.epoch());
    assertThat(publish(NEWS, "b", KEPT).position().offset()).isEqualTo(1);
  }

  @Test
  void aHistoryThatLivesLongerThanTheMetaTtlKeepsItsStream() {
    StreamPosition before =
        publish(NEWS, "a", PublishOptions.history(5, MemoryEngines.META_TTL.multipliedBy(3)))
            .position();
    publish(NEWS, "b", PublishOptions.history(5, Duration.ofSeconds(1)));
    time.advance(MemoryEngines.META_TTL.multipliedBy(2));
    memory().tick(time.nanos());

    assertThat(texts(NEWS, HistoryQuery.since(before))).containsExactly("b");
    time.advance(MemoryEngines.META_TTL);
  }

  @Test
  void aStreamWithASubscriberKeepsItsPositionForAsLongAsItHasOne() {
    await(broker.subscribe(NEWS));
    StreamPosition before = publish(NEWS, "a", KEPT).position();
    time.advance(MemoryEngines.META_TTL.multipliedBy(5));
    memory().tick(time.nanos());
    assertThat(position(NEWS)).isEqualTo(before);

    time.advance(MemoryEngines.META_TTL.multipliedBy(5));
    await(broker.unsubscribe(NEWS));
    time.advance(MemoryEngines.META_TTL.minusNanos(1));
    memory().tick(time.nanos());
    assertThat(position(NEWS)).as("a while longer").isEqualTo(before);
  }

  @Test
  void anEmptyStreamWithASubscriberKeepsItsEpochThoughOtherStreamsEnd() {
    await(broker.subscribe(NEWS));
    StreamPosition before = position(NEWS);
    publish(SPORT, "a", KEPT);
    time.advance(MemoryEngines.META_TTL);
    memory().tick(time.nanos());

    assertThat(position(SPORT).epoch()).as("a new one").isNotEqualTo(before.epoch());
    assertThat(position(NEWS)).isEqualTo(before);
  }

  @Test
  void aStreamThatBeginsAgainHasAnotherEpochForThoseWhoSawTheFirst() {
    StreamPosition empty = position(NEWS);
    publish(NEWS, "a", KEPT);
    time.advance(MemoryEngines.META_TTL);
    memory().tick(time.nanos());
    assertThat(figures().streams()).isZero();
    publish(NEWS, "b", KEPT);

    assertThat(Recovery.decide(empty, page(NEWS, HistoryQuery.since(empty))))
        .isEqualTo(new Recovery.NotRecovered(Recovery.Cause.OTHER_EPOCH, position(NEWS)));
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
      await(presence.addPresence("channel " + i, new ClientInfo("u", "c" + i), TTL));
    }
    assertThatThrownBy(() -> await(presence.addPresence(NEWS, new ClientInfo("u", "c6"), TTL)))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("c6")
        .hasMessageContaining(NEWS)
        .hasMessageContaining("heartwire.broker.memory.max-presence=5");
    assertThat(figures().refusedPresence()).isEqualTo(1);
    assertThat(figures().channels()).as("the refused left nothing").isEqualTo(5);

    await(presence.addPresence("channel 1", new ClientInfo("u", "c1"), TTL));
    await(presence.removePresence("channel 2", "c2"));
    await(presence.addPresence(NEWS, new ClientInfo("u", "c6"), TTL));
  }

  @Test
  void oneSweepLooksAtABoundedNumberAndTheNextGoesOn() {
    MemoryBroker large =
        new MemoryBroker(
            time,
            new MemoryBrokerConfig(1 << 30, MemoryEngines.META_TTL, 4, 1_000_000),
            TestThreads::none);
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
