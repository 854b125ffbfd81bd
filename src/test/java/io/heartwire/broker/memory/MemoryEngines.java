package io.heartwire.broker.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.BrokerFixture;
import io.heartwire.broker.ChannelStats;
import io.heartwire.broker.Node;
import io.heartwire.broker.NodeConfig;
import io.heartwire.testkit.ManualTimeSource;
import io.heartwire.testkit.TestThreads;
import java.time.Duration;

/** Small memory engines for tests. */
final class MemoryEngines {
  static final int MAX_BYTES = 100_000;
  static final Duration META_TTL = Duration.ofMinutes(10);
  static final MemoryBrokerConfig CONFIG = new MemoryBrokerConfig(MAX_BYTES, META_TTL, 4, 5);

  private MemoryEngines() {}

  static MemoryEngine over(ManualTimeSource time) {
    return new MemoryEngine(
        new MemoryBroker(time, CONFIG, TestThreads::none),
        queues(time),
        new Node(new NodeConfig("test"), time),
        time);
  }

  static MemoryQueueStore queues(ManualTimeSource time) {
    return new MemoryQueueStore(time, new MemoryQueueConfig(10 << 20, 10, 100));
  }

  /** Unsubscribes from all channels, lets all time pass, and finds nothing left. */
  static void assertAllExpires(MemoryBroker broker, ManualTimeSource time) {
    for (ChannelStats left : BrokerFixture.await(broker.channels())) {
      BrokerFixture.await(broker.unsubscribe(left.channel()));
    }
    time.advance(META_TTL);
    broker.tick(time.nanos());
    MemoryBroker.Figures figures = broker.figures();
    assertThat(figures.channels()).isZero();
    assertThat(figures.streams()).isZero();
    assertThat(figures.bytes()).isZero();
    assertThat(figures.presence()).isZero();
    assertThat(figures.idempotencyKeys()).isZero();
  }
}
