package io.heartwire.broker.redis;

import static io.heartwire.broker.BrokerFixture.NEWS;
import static io.heartwire.broker.BrokerFixture.await;
import static io.heartwire.broker.BrokerFixture.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.BrokerException;
import io.heartwire.broker.EngineState;
import io.heartwire.broker.PublishOptions;
import io.heartwire.testkit.FaultProxy;
import io.heartwire.testkit.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One address, such as that of a service, behind which there is another master now and then. */
@Timeout(60)
class ReplicaAcksIT {
  private static final PublishOptions ON_REPLICAS = Accepted.KEPT.onReplicas();
  private static final Duration TIMEOUT = Duration.ofMillis(400);

  @Test
  void aPublicationIsCompleteWhenAReplicaOfTheMasterThatIsThereNowHasIt() {
    try (RedisServer first = server();
        RedisServer second = replicaOf(first);
        FaultProxy service = FaultProxy.before(first.port());
        RedisNode node = new RedisNode("redis://127.0.0.1:" + service.port()).awaitUp()) {
      await(node.broker.subscribe(NEWS));
      Accepted.all(node, NEWS, 1, 3, ON_REPLICAS);

      service.leadTo(second.port());
      second.command("REPLICAOF", "NO", "ONE");
      first.command("REPLICAOF", "127.0.0.1", Integer.toString(second.port()));
      awaitReplica(second);

      assertThat(Accepted.all(node, NEWS, 4, 6, ON_REPLICAS).offset()).isEqualTo(6);
      waitUntil(() -> node.heard.lines.size() >= 6);
      assertThat(node.heard.interrupted).isEmpty();
      assertThat(node.engine.state().status()).isEqualTo(EngineState.Status.UP);
    }
  }

  @Test
  void aMasterThatIsNotThereAnyMoreIsNotAskedThoughItTakesItselfForOne() {
    try (RedisServer first = server();
        RedisServer second = server();
        RedisServer replica = replicaOf(second);
        FaultProxy service = FaultProxy.before(first.port());
        RedisClient client = RedisClient.create()) {
      RedisURI address = RedisURI.create("127.0.0.1", service.port());
      ReplicaAcks acks =
          new ReplicaAcks(
              key -> "Redis",
              server -> client.connectAsync(LettuceOptions.CODEC, address),
              TIMEOUT);
      assertThat(isAcknowledged(acks, first)).as("it has no replica").isFalse();
      service.leadTo(second.port());
      assertThat(replica.isRunning()).isTrue();

      waitUntil(() -> isAcknowledged(acks, second));
    }
  }

  private static boolean isAcknowledged(ReplicaAcks acks, RedisServer writtenTo) {
    String generation = Replication.id(writtenTo.command("INFO", "replication"));
    try {
      await(acks.await("key", generation));
      return true;
    } catch (BrokerException missing) {
      assertThat(missing).hasMessageContaining("durability");
      return false;
    }
  }

  private static RedisServer server(String... more) {
    List<String> options = new ArrayList<>(List.of("--repl-diskless-sync-delay", "0"));
    options.addAll(List.of(more));
    return RedisServer.start(options.toArray(String[]::new));
  }

  private static RedisServer replicaOf(RedisServer master) {
    RedisServer made = server("--replicaof", "127.0.0.1", Integer.toString(master.port()));
    awaitReplica(master);
    return made;
  }

  private static void awaitReplica(RedisServer master) {
    waitUntil(() -> master.command("INFO", "replication").contains("state=online"));
  }
}
