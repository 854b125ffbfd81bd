package io.heartwire.broker.memory;

import io.heartwire.broker.Presence;
import io.heartwire.broker.PresenceContract;
import io.heartwire.testkit.TestThreads;
import java.time.Duration;

class MemoryPresenceTest extends PresenceContract {

  @Override
  protected Presence make() {
    return new MemoryBroker(
        time, new MemoryBrokerConfig(100_000, Duration.ofMinutes(10), 4, MOST), TestThreads::none);
  }
}
