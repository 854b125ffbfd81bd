package io.heartwire.broker.redis;

import io.heartwire.broker.BrokerFixture;
import io.heartwire.broker.EngineState;
import io.heartwire.broker.Node;
import io.heartwire.broker.NodeConfig;
import io.heartwire.broker.RecordedDeliveries;
import io.heartwire.testkit.TestSettings;
import io.heartwire.time.SystemTimeSource;
import io.heartwire.time.TimeSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A node with the Redis engine and a listener, by the real clock. */
final class RedisNode implements AutoCloseable {
  static final TimeSource CLOCK = new SystemTimeSource();
  static final NodeLimits LIMITS = new NodeLimits(NodeLimits.WhenLost.LOCAL, 64 << 20, 5_000_000);

  final RecordedDeliveries heard = new RecordedDeliveries();
  final RedisEngine engine;
  final RedisBroker broker;
  private final ExecutorService threads = Executors.newFixedThreadPool(4);

  RedisNode(String address) {
    this(address, 10_000);
  }

  RedisNode(String address, int maxPending) {
    this(config(address, maxPending), LIMITS, CLOCK);
  }

  RedisNode(String address, int maxPending, NodeLimits limits, TimeSource time) {
    this(config(address, maxPending), limits, time);
  }

  private RedisNode(RedisConfig config, NodeLimits limits, TimeSource time) {
    engine =
        new RedisEngine(
            config, limits, new Node(new NodeConfig("test"), time), threads::execute, time);
    broker = engine.redis();
    broker.start(heard);
  }

  /** One with these settings, and else those that are shipped. */
  static RedisNode of(String address, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("heartwire.broker", "redis");
    all.put("heartwire.broker.redis.address", address);
    all.put("heartwire.broker.redis.prefix", "test");
    return new RedisNode(new RedisConfig(TestSettings.with(all)), LIMITS, CLOCK);
  }

  static RedisConfig config(String address, int maxPending) {
    return new RedisConfig(
        Optional.of(RedisAddress.parse(address)),
        "test",
        Duration.ofSeconds(2),
        maxPending,
        Duration.ofHours(1),
        Optional.empty());
  }

  RedisNode awaitUp() {
    BrokerFixture.waitUntil(() -> engine.state().status() == EngineState.Status.UP);
    return this;
  }

  @Override
  public void close() {
    engine.close();
    threads.shutdown();
  }
}
