package io.heartwire.broker.redis;

import io.heartwire.broker.BrokerFixture;
import io.heartwire.time.TimeSource;
import java.time.Duration;

/** The queues of a node on a real Redis, without the rest of the engine. */
final class TestQueueStore implements AutoCloseable {
  final RedisQueueStore store;
  final RedisLink link;

  TestQueueStore(String address, String prefix, String owner, TimeSource time) {
    RedisConfig config = RedisNode.config(address, 10_000);
    store = new RedisQueueStore(prefix, owner, config.timeout(), time);
    link =
        new RedisLink(
            config,
            time,
            new RedisLink.Listener() {
              @Override
              public void connected() {
                store.connected();
              }

              @Override
              public void disconnected() {
                // It connects again.
              }
            });
    store.use(link);
    link.open();
  }

  void awaitReady() {
    BrokerFixture.waitUntil(() -> link.isReady() && store.isTold());
  }

  /** Of Redis' clock. */
  long millis() {
    return BrokerFixture.await(
        link.commands()
            .time()
            .thenApply(
                now -> Replies.number(now.get(0)) * 1000 + Replies.number(now.get(1)) / 1000));
  }

  /** Goes on when so much time has passed by Redis' clock. */
  void pass(Duration step) {
    long end = millis() + step.toMillis();
    BrokerFixture.waitUntil(() -> millis() >= end);
  }

  /** As {@code kill -9}: nobody is told. */
  @Override
  public void close() {
    link.close();
  }
}
