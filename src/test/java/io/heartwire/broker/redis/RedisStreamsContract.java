package io.heartwire.broker.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.BrokerContract;
import io.heartwire.broker.Engine;
import io.heartwire.broker.EngineState;
import io.heartwire.broker.Followers;
import io.heartwire.broker.Node;
import io.heartwire.broker.NodeConfig;
import io.heartwire.broker.PublishOptions;
import io.heartwire.testkit.Race;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract on a real Redis of any shape, and what several nodes have together. */
abstract class RedisStreamsContract extends BrokerContract {
  private static final int FENCES = 48; // so that some go by every connection and queue

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<RedisEngine> engines = new ArrayList<>();
  private int fences;

  /** Where it is. */
  abstract String address();

  /** Another client of it. */
  abstract RedisClusterCommands<String, String> admin();

  /** Removes all keys. */
  void clear() {
    admin().flushall();
  }

  /** All keys. */
  List<String> names() {
    return admin().keys("*");
  }

  @BeforeEach
  void waitForRedis() {
    clear();
    engines.forEach(RedisStreamsContract::awaitUp);
  }

  @AfterEach
  void closeAll() {
    engines.forEach(RedisEngine::close);
    threads.shutdown();
  }

  @Override
  protected Engine engine() {
    RedisEngine engine =
        new RedisEngine(
            RedisNode.config(address(), 10_000),
            RedisNode.LIMITS,
            new Node(new NodeConfig("test"), RedisNode.CLOCK),
            threads::execute,
            RedisNode.CLOCK);
    engines.add(engine);
    return engine;
  }

  private static void awaitUp(RedisEngine engine) {
    waitUntil(() -> engine.state().status() == EngineState.Status.UP);
  }

  @Override
  protected Class<?> deliverer() {
    return Followed.class;
  }

  @Override
  protected void pass(Duration length) {
    for (String key : names()) {
      long left = admin().pttl(key);
      if (left > 0) {
        admin().pexpire(key, left - length.toMillis());
      }
    }
  }

  /** All queues have delivered what Redis was given before. */
  @Override
  protected void settle() {
    int round = ++fences;
    for (int i = 0; i < FENCES; i++) {
      String fence = "fence " + i;
      await(broker.subscribe(fence));
      publish(fence, "round " + round, PublishOptions.NO_HISTORY);
    }
    waitUntil(
        () ->
            List.copyOf(heard.lines).stream()
                    .filter(line -> line.endsWith("round " + round))
                    .count()
                == FENCES);
    for (int i = 0; i < FENCES; i++) {
      await(broker.unsubscribe("fence " + i));
    }
    heard.lines.removeIf(line -> line.startsWith("fence"));
    heard.publications.removeIf(delivered -> delivered.channel().startsWith("fence"));
  }

  @Test
  void allNodesHearAllPublicationsInOneOrder() {
    try (RedisNode other = new RedisNode(address()).awaitUp();
        RedisNode third = new RedisNode(address()).awaitUp()) {
      List<RedisNode> others = List.of(other, third);
      await(broker.subscribe(NEWS));
      others.forEach(node -> await(node.broker.subscribe(NEWS)));

      Race.between(
          () -> publishMany(other.broker, "other"), () -> publishMany(third.broker, "third"));

      for (RedisNode node : others) {
        waitUntil(() -> node.heard.lines.size() >= 1000);
      }
      waitUntil(() -> heard.lines.size() >= 1000);
      assertThat(heard.lines).hasSize(1000);
      assertThat(other.heard.lines).isEqualTo(heard.lines);
      assertThat(third.heard.lines).isEqualTo(heard.lines);
      assertThat(all(NEWS)).extracting(kept -> kept.offset()).hasSize(100).contains(1000L);
      assertThat(await(broker.channels())).extracting(stats -> stats.nodes()).containsExactly(3);
    }
  }

  private static void publishMany(RedisBroker broker, String text) {
    for (int i = 0; i < 500; i++) {
      await(broker.publish(NEWS, draft(text + " " + i), KEPT));
    }
  }

  @Test
  void subscribersThatComeAndGoMissNothing() {
    PublishOptions many = PublishOptions.history(100_000, TTL);
    try (RedisNode publisher = new RedisNode(address()).awaitUp()) {
      RedisEngine engine = (RedisEngine) engine();
      awaitUp(engine);
      Followers followers = new Followers(engine.broker());
      engine.broker().start(followers);
      Followers.Follower one = followers.new Follower(NEWS);
      Followers.Follower two = followers.new Follower(NEWS);

      Race.among(
          3,
          number -> {
            if (number == 0) {
              for (int i = 0; i < 2000; i++) {
                await(publisher.broker.publish(NEWS, draft("" + i), many));
              }
            } else {
              Followers.Follower follower = number == 1 ? one : two;
              while (position(NEWS).offset() < 2000) {
                follower.comeBack();
                follower.leave();
              }
              follower.comeBack();
            }
          });

      followers.check();
      assertThat(one.position()).isEqualTo(position(NEWS));
      assertThat(two.position()).isEqualTo(position(NEWS));
    }
  }

  @Test
  void whatIsPublishedOnEndsInTimeAndIsNotRenewedEachTime() {
    publish(NEWS, "a", KEPT);
    long before = admin().pttl("test:s:{news}");
    assertThat(before).isBetween(TTL.toMillis(), TTL.toMillis() * 12 / 10);
    pass(Duration.ofSeconds(1));
    publish(NEWS, "b", KEPT);
    assertThat(admin().pttl("test:s:{news}")).isLessThan(before - 500);
    pass(Duration.ofSeconds(10));
    publish(NEWS, "c", KEPT);
    assertThat(admin().pttl("test:s:{news}")).isGreaterThan(TTL.toMillis());
  }
}
