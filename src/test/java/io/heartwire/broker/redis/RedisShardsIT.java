package io.heartwire.broker.redis;

import static io.heartwire.broker.BrokerFixture.ANN;
import static io.heartwire.broker.BrokerFixture.NEWS;
import static io.heartwire.broker.BrokerFixture.TTL;
import static io.heartwire.broker.BrokerFixture.await;
import static io.heartwire.broker.BrokerFixture.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.Control;
import io.heartwire.broker.NodeAnswer;
import io.heartwire.broker.Payload;
import io.heartwire.broker.QueueDraft;
import io.heartwire.broker.QueueLimits;
import io.heartwire.broker.QueueReceipt;
import io.heartwire.testkit.ManualTimeSource;
import io.heartwire.testkit.RedisClusterServers;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contracts on a Redis Cluster. */
class RedisShardsIT extends RedisContracts {
  private static final QueueLimits REPLICATED =
      new QueueLimits(5, 100_000, false, 3, 4, Duration.ZERO, Duration.ofSeconds(10), true);

  private static RedisClusterServers servers;
  private static RedisClusterClient client;
  private static RedisClusterCommands<String, String> admin;

  @BeforeAll
  static void startRedis() {
    servers = RedisClusterServers.start();
    // A busy machine is no reason for a failover.
    servers.all("CONFIG", "SET", "cluster-node-timeout", "60000");
    client =
        RedisClusterClient.create(
            RedisURI.create("redis://127.0.0.1:" + servers.masters().get(0).port()));
    admin = client.connect().sync();
  }

  @AfterAll
  static void stopRedis() {
    client.shutdown();
    servers.close();
  }

  @Override
  String address() {
    return servers.address();
  }

  @Override
  RedisClusterCommands<String, String> admin() {
    return admin;
  }

  @Override
  void clear() {
    servers.masters().forEach(master -> master.command("FLUSHALL"));
  }

  /** The client asks those masters only that it knew when it connected. */
  @Override
  List<String> names() {
    return servers.masters().stream()
        .flatMap(master -> master.command("KEYS", "*").lines())
        .filter(name -> !name.isBlank())
        .toList();
  }

  @Test
  void aReplicatedMessageCountsAsSentWhenAReplicaHasIt() {
    String prefix = UUID.randomUUID().toString();
    QueueDraft draft = QueueDraft.of(Payload.text("a"));
    try (TestQueueStore node =
        new TestQueueStore(address(), prefix, "one", new ManualTimeSource())) {
      node.awaitReady();
      assertThat(await(node.store.send("work:a", draft, "1", REPLICATED)).outcome())
          .isEqualTo(QueueReceipt.Outcome.SENT);
    }
  }

  @Test
  void nodesSendEachOtherCommandsAndSeeEachOthersClients() {
    String prefix = UUID.randomUUID().toString();
    try (TestNode a = TestNode.named("a", servers.address(), prefix);
        TestNode b = TestNode.named("b", servers.address(), prefix)) {
      waitUntil(() -> a.cluster.size() == 2 && b.cluster.size() == 2);
      waitUntil(
          () ->
              await(a.cluster.send(new Control("say", Payload.text("hello")))).stream()
                      .filter(answer -> answer.outcome() == NodeAnswer.Outcome.DONE)
                      .count()
                  == 2);
      assertThat(b.controls.bodies()).contains("hello");
      await(a.presence.addPresence(NEWS, ANN, TTL, true));
      assertThat(await(b.presence.presence(NEWS))).containsExactly(ANN);
      a.die();
      waitUntil(() -> b.left.contains("news c1"));
      assertThat(await(b.presence.presence(NEWS))).isEmpty();
    }
  }
}
