package io.heartwire.broker.redis;

import static io.heartwire.broker.BrokerFixture.NEWS;
import static io.heartwire.broker.BrokerFixture.await;
import static io.heartwire.broker.BrokerFixture.draft;
import static io.heartwire.broker.BrokerFixture.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.EngineThreads;
import io.heartwire.broker.PublishOptions;
import io.heartwire.broker.RecordedDeliveries;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class FollowedTest {
  private final AtomicBoolean areBusy = new AtomicBoolean();
  private final EngineThreads threads =
      task -> {
        if (areBusy.getAndSet(false)) {
          throw new RejectedExecutionException("the pool is full");
        }
        task.run();
      };
  private final RecordedDeliveries heard = new RecordedDeliveries();
  private final RedisBroker broker =
      new RedisBroker(
          RedisNode.config("redis://127.0.0.1:1", 100),
          RedisNode.LIMITS,
          RedisNode.CLOCK,
          threads,
          new DeliveryLag(RedisNode.CLOCK, nanos -> {}),
          new StoreId(new ClusterKeys("test")));

  @Test
  void deliveriesForWhichThereWasNoThreadComeALittleLaterThoughTheClientIsNotLoadedYet() {
    broker.start(heard);
    await(broker.subscribe(NEWS));

    areBusy.set(true);
    await(broker.publish(NEWS, draft("1"), PublishOptions.NO_HISTORY));
    await(broker.publish(NEWS, draft("2"), PublishOptions.NO_HISTORY));

    waitUntil(() -> heard.lines.size() >= 2);
    assertThat(heard.lines).containsExactly(NEWS + " 0 1", NEWS + " 0 2");
  }
}
