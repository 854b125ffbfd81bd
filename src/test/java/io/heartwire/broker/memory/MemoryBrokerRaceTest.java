package io.heartwire.broker.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.Broker;
import io.heartwire.broker.BrokerFixture;
import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Followers;
import io.heartwire.broker.HistoryQuery;
import io.heartwire.broker.PublishOptions;
import io.heartwire.broker.PublishResult;
import io.heartwire.broker.RecordedDeliveries;
import io.heartwire.broker.StreamPosition;
import io.heartwire.testkit.ManualTimeSource;
import io.heartwire.testkit.Race;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryBrokerRaceTest {
  private static final int CHANNELS = 3;
  private static final int PUBLISHERS = 4;
  private static final int FOLLOWERS = 6;
  private static final int EACH = 25_000;
  private static final PublishOptions KEPT =
      PublishOptions.history(PUBLISHERS * EACH, Duration.ofHours(1));

  private final ManualTimeSource time = new ManualTimeSource();

  /** 100,000 publications over three channels, while subscribers come and go all the time. */
  @Test
  void subscribersThatComeAndGoHearEveryPublicationOnceAndInOrder() {
    MemoryBroker broker = broker(1 << 30);
    Followers followers = new Followers(broker);
    broker.start(followers);
    List<Followers.Follower> all = new ArrayList<>();
    for (int i = 0; i < FOLLOWERS; i++) {
      all.add(followers.new Follower(channel(i)));
    }
    BitSet[] taken =
        IntStream.range(0, CHANNELS).mapToObj(i -> new BitSet()).toArray(BitSet[]::new);
    AtomicInteger publishing = new AtomicInteger(PUBLISHERS);
    AtomicIntegerArray returns = new AtomicIntegerArray(FOLLOWERS);

    Race.among(
        PUBLISHERS + FOLLOWERS,
        number -> {
          if (number < PUBLISHERS) {
            publish(broker, number, taken);
            publishing.decrementAndGet();
            return;
          }
          int index = number - PUBLISHERS;
          while (publishing.get() > 0) {
            all.get(index).comeBack();
            all.get(index).leave();
            returns.incrementAndGet(index);
            broker.tick(time.nanos());
          }
          all.get(index).comeBack();
        });

    followers.check();
    int published = 0;
    for (int i = 0; i < CHANNELS; i++) {
      StreamPosition now =
          BrokerFixture.await(broker.history(channel(i), HistoryQuery.POSITION)).now();
      assertThat(taken[i].nextClearBit(1)).as("offsets given out").isEqualTo(now.offset() + 1);
      assertThat(taken[i].cardinality()).isEqualTo((int) now.offset());
      published += (int) now.offset();
      for (int follower = i; follower < FOLLOWERS; follower += CHANNELS) {
        assertThat(all.get(follower).position()).as("follower %d", follower).isEqualTo(now);
      }
    }
    assertThat(published).isEqualTo(PUBLISHERS * EACH);
    assertThat(IntStream.range(0, FOLLOWERS).map(returns::get)).allMatch(times -> times > 10);
  }

  /** Channels come, go and are evicted under the publishers' hands. */
  @Test
  void whateverRacesTheBooksBalanceInTheEnd() {
    MemoryBroker broker = broker(1 << 16);
    RecordedDeliveries heard = new RecordedDeliveries();
    broker.start(heard);
    PublishOptions few = PublishOptions.history(3, Duration.ofSeconds(1));
    AtomicInteger failed = new AtomicInteger();

    Race.among(
        4,
        number -> {
          for (int i = 0; i < 20_000; i++) {
            String channel = channel(i * 7 + number);
            switch ((i + number) % 6) {
              case 0 -> BrokerFixture.await(broker.subscribe(channel));
              case 1 ->
                  broker
                      .publish(channel, BrokerFixture.draft("x".repeat(i % 20_000)), few)
                      .whenComplete((result, failure) -> count(failure, failed));
              case 2 -> BrokerFixture.await(broker.unsubscribe(channel));
              case 3 ->
                  BrokerFixture.await(
                      broker.addPresence(
                          channel, new ClientInfo("u", "c" + number), Duration.ofSeconds(1)));
              case 4 -> BrokerFixture.await(broker.presence(channel));
              default -> {
                time.advance(Duration.ofMillis(7));
                broker.tick(time.nanos());
              }
            }
          }
        });

    heard.check();
    assertThat(failed).hasValue(0);
    assertThat(broker.figures().bytes()).isBetween(0L, 1L << 16);
    for (int i = 0; i < CHANNELS; i++) {
      BrokerFixture.await(broker.unsubscribe(channel(i)));
    }
    time.advance(Duration.ofHours(2));
    broker.tick(time.nanos());
    assertThat(broker.figures().channels()).isZero();
    assertThat(broker.figures().streams()).isZero();
    assertThat(broker.figures().bytes()).isZero();
    assertThat(broker.figures().presence()).isZero();
  }

  private static void publish(Broker broker, int publisher, BitSet[] taken) {
    for (int i = 0; i < EACH; i++) {
      int channel = (i + publisher) % CHANNELS;
      PublishResult result =
          BrokerFixture.await(broker.publish(channel(channel), BrokerFixture.draft("x"), KEPT));
      synchronized (taken[channel]) {
        int offset = (int) result.position().offset();
        assertThat(taken[channel].get(offset)).as("offset %d given out twice", offset).isFalse();
        taken[channel].set(offset);
      }
    }
  }

  private static void count(Throwable failure, AtomicInteger failed) {
    if (failure != null) {
      failed.incrementAndGet();
    }
  }

  private static String channel(int number) {
    return "channel " + number % CHANNELS;
  }

  private MemoryBroker broker(int maxBytes) {
    return new MemoryBroker(
        time,
        new MemoryBrokerConfig(maxBytes, Duration.ofHours(1), 1000, 1000),
        ForkJoinPool.commonPool()::execute);
  }
}
