package io.heartwire.broker.redis;

import static io.heartwire.broker.BrokerFixture.KEPT;
import static io.heartwire.broker.BrokerFixture.await;
import static io.heartwire.broker.BrokerFixture.draft;
import static io.heartwire.broker.BrokerFixture.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.EngineState;
import io.heartwire.broker.Node;
import io.heartwire.broker.NodeConfig;
import io.heartwire.broker.PublishOptions;
import io.heartwire.broker.PublishOptions.Idempotency;
import io.heartwire.broker.RecordedDeliveries;
import io.heartwire.testkit.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whole engines of several nodes: what a client finds the same on each, and how far apart. */
class SeveralEnginesIT {
  private static final PublishOptions ONCE =
      KEPT.once(new Idempotency("ann", "k1", Duration.ofDays(1)));

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final RedisServer redis = server();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
    threads.shutdown();
  }

  @Test
  void nodesOfOneRedisRecogniseEachOthersRepetitionsAndSaySo() {
    Running left = engine(redis);
    Running right = engine(redis);
    right.follow("news");

    assertThat(left.scope()).startsWith("redis:").isEqualTo(right.scope());
    var first = await(left.engine.redis().publish("news", draft("1"), ONCE));
    var again = await(right.engine.redis().publish("news", draft("1"), ONCE));
    await(right.engine.redis().publish("news", draft("2"), KEPT));

    assertThat(again.suppressed()).isTrue();
    assertThat(again.position()).isEqualTo(first.position());
    waitUntil(() -> right.heard.lines.size() >= 2);
    assertThat(right.heard.lines).hasSize(2);
  }

  @Test
  void anotherRedisIsAnotherScopeThoughItsPrefixIsTheSame() {
    Running here = engine(redis);
    Running there = engine(server());

    assertThat(here.scope()).isNotEqualTo(there.scope());
    assertThat(await(here.engine.redis().publish("news", draft("1"), ONCE)).suppressed()).isFalse();
    assertThat(await(there.engine.redis().publish("news", draft("1"), ONCE)).suppressed())
        .as("keys are not known there")
        .isFalse();
  }

  @Test
  void aRedisThatHasLostItsKeysIsAnotherScope() throws Exception {
    Running node = engine(redis);
    String before = node.scope();
    redis.kill();
    waitUntil(() -> node.engine.state().status() == EngineState.Status.LOST);
    waitUntil(() -> node.scope().isEmpty()); // as nobody knows what comes back

    redis.startAgain();

    waitUntil(() -> node.engine.state().status() == EngineState.Status.UP);
    waitUntil(() -> !node.scope().isEmpty());
    assertThat(node.scope()).startsWith("redis:").isNotEqualTo(before);
  }

  @Test
  void aRedisWhoseKeysAreDeletedIsAnotherScopeThoughTheConnectionLasts() {
    Running node = engine(redis);
    String before = node.scope();

    redis.command("FLUSHALL");

    waitUntil(() -> node.scope().startsWith("redis:") && !node.scope().equals(before));
  }

  @Test
  void theLagBetweenNodesIsMeasuredByRedisClock() {
    Running left = engine(redis);
    Running right = engine(redis);
    right.follow("news");
    left.awaitClock();
    right.awaitClock();
    int before = right.lags.size();

    for (int i = 0; i < 50; i++) {
      await(left.engine.redis().publish("news", draft("kept"), KEPT));
      await(left.engine.redis().publish("news", draft("plain"), PublishOptions.NO_HISTORY));
    }
    waitUntil(() -> right.lags.size() - before >= 100);

    assertThat(right.lags)
        .allSatisfy(nanos -> assertThat(nanos).isBetween(0L, Duration.ofSeconds(5).toNanos()));
  }

  private RedisServer server() {
    RedisServer made = RedisServer.start();
    opened.add(made);
    return made;
  }

  private Running engine(RedisServer server) {
    Running made = new Running(server);
    opened.add(0, made.engine);
    waitUntil(() -> made.engine.state().status() == EngineState.Status.UP);
    waitUntil(() -> !made.scope().isEmpty());
    return made;
  }

  /** An engine with its listener. */
  private final class Running {
    final RecordedDeliveries heard = new RecordedDeliveries();
    final List<Long> lags = new CopyOnWriteArrayList<>();
    final RedisEngine engine;

    Running(RedisServer server) {
      engine =
          new RedisEngine(
              RedisNode.config(server.address(), 10_000),
              RedisNode.LIMITS,
              new Node(new NodeConfig("test"), RedisNode.CLOCK),
              threads::execute,
              RedisNode.CLOCK,
              lags::add);
      engine.redis().start(heard);
    }

    String scope() {
      return engine.redis().idempotencyScope();
    }

    void follow(String channel) {
      await(engine.redis().subscribe(channel));
    }

    /** Publishes until the time of Redis is known, which a publication then says. */
    void awaitClock() {
      follow("clock");
      waitUntil(
          () -> {
            await(engine.redis().publish("clock", draft("tick"), PublishOptions.NO_HISTORY));
            return !lags.isEmpty();
          });
    }
  }
}
