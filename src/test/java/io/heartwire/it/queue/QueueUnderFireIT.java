package io.heartwire.it.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.it.client.ApiClient;
import io.heartwire.it.server.Environment;
import io.heartwire.it.server.GatewayServer;
import io.heartwire.testkit.RedisSentinels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Queues of real gateways while consumers, a node and Redis' master are killed. */
@Isolated("needs the machine for itself")
class QueueUnderFireIT {
  private static final Logger LOG = Logger.getLogger(QueueUnderFireIT.class.getName());
  private static final String KEY = "a key for tests";
  private static final String QUEUE = "/queue/work:fire";

  private final List<GatewayServer> nodes = new ArrayList<>();

  @AfterEach
  void stop() {
    nodes.forEach(GatewayServer::close);
  }

  @Test
  void everyMessageIsAcknowledgedOnOneNodeWhileConsumersAreKilled() throws Exception {
    nodes.add(GatewayServer.start(environment()));
    long before = System.nanoTime();
    try (Fire fire = new Fire(nodes, QUEUE, 4)) {
      fire.start();
      fire.awaitEnd();
      report(fire, before);
      awaitNothingLeft();
      fire.close();

      fire.check();
      assertThat(fire.ledger.errors()).isEmpty();
      assertThat(longest(fire)).isLessThan(1000);
    }
    awaitNoConsumers();
  }

  @Test
  void everyMessageIsAcknowledgedWhileConsumersANodeAndRedisMasterAreKilled() throws Exception {
    try (RedisSentinels redis = RedisSentinels.start()) {
      redis.patience(Duration.ofSeconds(2)); // it is to fail over when it is killed, and then only
      Map<String, String> env = environment();
      env.put("HEARTWIRE_BROKER", "redis");
      env.put("HEARTWIRE_BROKER_REDIS_ADDRESS", redis.address());
      env.put("HEARTWIRE_QUEUE_WORK_DURABILITY", "replicated");
      nodes.addAll(GatewayServer.startAll(List.of(env, env)));
      nodes.forEach(QueueUnderFireIT::awaitUp);
      long before = System.nanoTime();
      try (Fire fire = new Fire(nodes, QUEUE, 16)) {
        fire.start();
        fire.awaitAcknowledged(Fire.MESSAGES / 5);
        CompletableFuture<Void> back = killANode(fire);
        fire.awaitAcknowledged(Fire.MESSAGES / 2);
        killTheMaster(fire, redis);
        fire.awaitEnd();
        back.get(60, TimeUnit.SECONDS);
        report(fire, before);
        awaitNothingLeft();
        fire.close();

        fire.check();
      }
      awaitNoConsumers();
    }
  }

  /** It starts again while the others go on. */
  private CompletableFuture<Void> killANode(Fire fire) {
    GatewayServer node = nodes.get(0);
    fire.entrances.close(node);
    node.kill();
    return CompletableFuture.runAsync(
        () -> {
          node.startAgain();
          fire.entrances.open(node);
        });
  }

  private void killTheMaster(Fire fire, RedisSentinels redis) throws Exception {
    fire.ledger.failoverBegins();
    redis.master().kill();
    redis.awaitFailover();
    redis.followAgain();
    awaitUp(last());
    int sent = fire.ledger.sentCount();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> fire.ledger.sentCount() > sent || sent == Fire.MESSAGES);
    fire.ledger.failoverEnds();
  }

  private static void awaitUp(GatewayServer node) {
    await().atMost(Duration.ofSeconds(30)).until(() -> node.metric("heartwire_engine_up") == 1);
  }

  private void awaitNothingLeft() {
    awaitNone("ready", "delayed", "in_flight", "dead_letters");
    String stats = stats();
    assertThat(ApiClient.number(stats, "sent")).as(stats).isEqualTo(Fire.MESSAGES);
    assertThat(ApiClient.number(stats, "acknowledged")).as(stats).isEqualTo(Fire.MESSAGES);
  }

  private void awaitNoConsumers() {
    awaitNone("consumers");
    String unacknowledged = "heartwire_queue_unacknowledged{namespace=\"work\"}";
    await().until(() -> last().metric(unacknowledged) == 0);
  }

  private void awaitNone(String... figures) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              String stats = stats();
              for (String figure : figures) {
                assertThat(ApiClient.number(stats, figure)).as(stats).isZero();
              }
            });
  }

  private String stats() {
    return new ApiClient(last(), KEY).post("queue_stats", "{\"queue\":\"work:fire\"}");
  }

  /** The one that is not killed. */
  private GatewayServer last() {
    return nodes.get(nodes.size() - 1);
  }

  private static long longest(Fire fire) {
    List<Long> handovers = fire.ledger.handovers();
    return handovers.get(handovers.size() - 1);
  }

  private static void report(Fire fire, long since) {
    long millis = (System.nanoTime() - since) / 1_000_000;
    LOG.info(() -> "after " + millis + " ms: " + fire.ledger);
  }

  private static Map<String, String> environment() {
    return Environment.of(
        """
        HEARTWIRE_API_KEY=%s
        HEARTWIRE_TOKEN_HMAC_SECRET=%s
        HEARTWIRE_LIMIT_COMMANDS_PER_SECOND=100000
        HEARTWIRE_LIMIT_COMMANDS_BURST=100000
        HEARTWIRE_QUEUE_LEASE=5s
        HEARTWIRE_QUEUE_NAMESPACES=work
        HEARTWIRE_QUEUE_WORK_ALLOW_SEND=users
        HEARTWIRE_QUEUE_WORK_ALLOW_CONSUME=users
        HEARTWIRE_QUEUE_WORK_MAX_DELIVERIES=1000
        """
            .formatted(KEY, Fire.SECRET));
  }
}
