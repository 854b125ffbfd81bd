package io.heartwire.broker.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.BrokerFixture;
import io.heartwire.broker.Engine;
import io.heartwire.broker.HistoryPage;
import io.heartwire.broker.HistoryQuery;
import io.heartwire.broker.PublishOptions;
import io.heartwire.broker.Recovery;
import io.heartwire.broker.StreamPosition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** All histories together stay within a number of bytes, and who pays for that. */
class MemoryBoundsTest extends BrokerFixture {
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
      assertThat(figures().bytes()).isLessThanOrEqualTo(MemoryEngines.MAX_BYTES);
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
      assertThat(figures().bytes()).isLessThanOrEqualTo(MemoryEngines.MAX_BYTES);
    }
    assertThat(figures().channels()).isLessThan(250);
  }

  @Test
  void subscribersOfADroppedStreamGoOnInANewEpoch() {
    await(broker.subscribe("a"));
    StreamPosition before = publish("a", "x".repeat(5_000), MANY).position();
    publish("b", "x".repeat(MemoryEngines.MAX_BYTES - 3_000), MANY);
    publish("a", "2", MANY);

    assertThat(figures().evictedStreams()).isEqualTo(1);
    StreamPosition after = heard.publications.get(1).position();
    assertThat(after.offset()).isEqualTo(1);
    assertThat(after.epoch()).isNotEqualTo(before.epoch());
  }

  @Test
  void aPublicationTooBigToKeepIsDeliveredAndItsStreamDropped() {
    await(broker.subscribe(NEWS));
    StreamPosition position = publish(NEWS, "x".repeat(MemoryEngines.MAX_BYTES), MANY).position();

    assertThat(heard.publications).hasSize(1);
    assertThat(figures().bytes()).isLessThan(1000);
    assertThat(position(NEWS).epoch()).isNotEqualTo(position.epoch());
  }

  // Subscribing is nothing that is kept at the expense of others

  @Test
  void whoSubscribesToManyChannelsPushesOutNobodysHistory() {
    publish(NEWS, "precious", MANY);
    for (int i = 0; i < 2000; i++) {
      await(broker.subscribe("stranger:" + i));
      position("stranger:" + i);
      await(broker.unsubscribe("stranger:" + i));
    }
    for (int i = 0; i < 2000; i++) {
      await(broker.subscribe("held:" + i));
      position("held:" + i);
    }

    assertThat(texts(NEWS, HistoryQuery.ALL)).containsExactly("precious");
    assertThat(figures().bytes()).isLessThanOrEqualTo(MemoryEngines.MAX_BYTES);
    assertThat(figures().channels()).as("those who left are forgotten").isLessThan(2300);
  }

  @Test
  void aSubscriberBeforeTheFirstPublicationRecoversWhateverOthersDid() {
    await(broker.subscribe(SPORT));
    StreamPosition before = position(SPORT);
    for (int i = 0; i < 500; i++) {
      await(broker.subscribe("stranger:" + i));
      position("stranger:" + i);
      await(broker.unsubscribe("stranger:" + i));
      publish("busy:" + i, "x".repeat(500), MANY); // streams end, and epochs change
    }
    assertThat(figures().evictedStreams()).isPositive();

    publish(SPORT, "first", MANY);
    HistoryPage page = page(SPORT, HistoryQuery.since(before));

    assertThat(Recovery.decide(before, page)).isInstanceOf(Recovery.Recovered.class);
    assertThat(textsOf(page.publications())).containsExactly("first");
  }

  @Test
  void whoLeftBeforeTheFirstPublicationRecoversAsLongAsThereIsRoom() {
    await(broker.subscribe(SPORT));
    StreamPosition before = position(SPORT);
    await(broker.unsubscribe(SPORT));
    publish("other", "a", MANY);
    await(broker.removeHistory("other"));

    publish(SPORT, "first", MANY);

    HistoryPage page = page(SPORT, HistoryQuery.since(before));
    assertThat(Recovery.decide(before, page)).isInstanceOf(Recovery.Recovered.class);
  }

  @Test
  void aStreamThatIsPublishedToIsNoLongerTheFirstToGo() {
    await(broker.subscribe(SPORT));
    position(SPORT);
    await(broker.unsubscribe(SPORT));
    publish(SPORT, "kept", MANY);
    for (int i = 0; i < 1000; i++) {
      await(broker.subscribe("stranger:" + i));
      position("stranger:" + i);
      await(broker.unsubscribe("stranger:" + i));
    }

    assertThat(texts(SPORT, HistoryQuery.ALL)).containsExactly("kept");
  }

  private MemoryBroker memory() {
    return (MemoryBroker) broker;
  }

  private MemoryBroker.Figures figures() {
    return memory().figures();
  }
}
