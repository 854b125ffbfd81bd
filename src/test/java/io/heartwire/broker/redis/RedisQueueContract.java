package io.heartwire.broker.redis;

import io.heartwire.broker.QueueContract;
import io.heartwire.broker.QueueStore;
import io.heartwire.testkit.ManualTimeSource;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;

/** The contract of queues on a real Redis of any shape. */
abstract class RedisQueueContract extends QueueContract {
  final ManualTimeSource time = new ManualTimeSource();
  TestQueueStore node;

  /** Where it is. */
  abstract String address();

  @AfterEach
  void close() {
    node.close();
  }

  @Override
  protected QueueStore make() {
    node = new TestQueueStore(address(), UUID.randomUUID().toString(), ONE, time);
    node.awaitReady();
    return node.store;
  }

  @Override
  protected void pass(Duration step) {
    node.pass(step);
  }
}
