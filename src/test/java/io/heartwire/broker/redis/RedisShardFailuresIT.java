package io.heartwire.broker.redis;

import static io.heartwire.broker.BrokerFixture.NEWS;
import static io.heartwire.broker.BrokerFixture.SPORT;
import static io.heartwire.broker.BrokerFixture.await;
import static io.heartwire.broker.BrokerFixture.draft;
import static io.heartwire.broker.BrokerFixture.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heartwire.broker.EngineState;
import io.heartwire.broker.HistoryQuery;
import io.heartwire.broker.Payload;
import io.heartwire.broker.PublishOptions;
import io.heartwire.broker.QueueDraft;
import io.heartwire.broker.QueueLimits;
import io.heartwire.broker.QueueStats;
import io.heartwire.broker.QueueStore;
import io.heartwire.broker.StreamPosition;
import io.heartwire.testkit.RedisClusterServers;
import io.heartwire.testkit.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What failures of a Redis Cluster come to. */
@Timeout(180)
class RedisShardFailuresIT {
  private static RedisClusterServers servers;

  private RedisNode node;
  private RedisNode publisher;

  @BeforeAll
  static void startRedis() {
    servers = RedisClusterServers.start();
  }

  @AfterAll
  static void stopRedis() {
    servers.close();
  }

  @BeforeEach
  void startNodes() throws IOException {
    servers.revive();
    servers.awaitWhole();
    servers.masters().forEach(each -> each.command("FLUSHALL"));
    node = new RedisNode(servers.address()).awaitUp();
    publisher = new RedisNode(servers.address()).awaitUp();
  }

  @AfterEach
  void close() {
    node.close();
    publisher.close();
  }

  @Test
  void nothingIsLostThoughTheConnectionsOfDeliveriesAreCut() {
    List<String> channels = IntStream.range(0, 12).mapToObj(i -> "channel-" + i).toList();
    channels.forEach(channel -> await(node.broker.subscribe(channel)));
    channels.forEach(channel -> await(node.broker.history(channel, HistoryQuery.POSITION)));
    int sent = 0;
    while (node.broker.figures().reconnects() < 15) {
      CompletionStage<?> last = CompletableFuture.completedStage(null);
      sent++;
      for (String channel : channels) {
        last = publisher.broker.publish(channel, draft("" + sent), Accepted.KEPT);
      }
      await(last);
      if (sent % 10 == 0) {
        servers.masters().forEach(each -> each.command("CLIENT", "KILL", "TYPE", "pubsub"));
      }
    }
    int all = sent;
    for (String channel : channels) {
      waitUntil(() -> lines(channel).size() >= all);
      assertThat(lines(channel)).isEqualTo(expected(channel, 1, all));
    }
    assertThat(node.heard.interrupted).isEmpty();
  }

  @Test
  void aSlotThatMovesTakesItsSubscribersAlong() {
    String channel = "moving";
    await(node.broker.subscribe(channel));
    await(node.broker.history(channel, HistoryQuery.POSITION));
    Accepted.all(publisher, channel, 1, 5);
    IntStream.range(0, 100).forEach(i -> await(node.broker.subscribe("channel-" + i)));
    RedisServer from = servers.masterOf(channel);
    RedisServer to = otherThan(from);
    long before = subscriptionsAt(to) + subscriptionsAt(from);
    servers.move(channel, from, to);

    Accepted.all(publisher, channel, 6, 10);
    waitUntil(() -> lines(channel).size() >= 10);
    assertThat(lines(channel)).isEqualTo(expected(channel, 1, 10));
    assertThat(node.heard.interrupted).isEmpty();
    waitUntil(() -> await(publisher.broker.channels()).size() == 101);
    assertThat(subscriptionsAt(to) + subscriptionsAt(from) - before)
        .as("only what moved is subscribed to")
        .isLessThan(20);
  }

  private static RedisServer otherThan(RedisServer master) {
    return servers.masters().stream().filter(each -> each != master).findFirst().orElseThrow();
  }

  private static long subscriptionsAt(RedisServer server) {
    return server
        .command("INFO", "commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_ssubscribe:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll(".*:calls=(\\d+),.*", "$1")))
        .sum();
  }

  @Test
  void whatIsAskedForWhileASlotMovesWaitsForIt() {
    String channel = "on its way";
    String key = new RedisKeys("test").meta(channel);
    RedisServer from = servers.masterOf(key);
    RedisServer to = otherThan(from);
    servers.beginMove(key, from, to);
    to.command("CONFIG", "RESETSTAT");
    CompletionStage<?> published = publisher.broker.publish(channel, draft("1"), Accepted.KEPT);
    CompletionStage<?> read = node.broker.history(channel, HistoryQuery.ALL);
    waitUntil(() -> to.command("INFO", "errorstats").contains("TRYAGAIN"));
    assertThat(published.toCompletableFuture()).isNotDone();

    servers.endMove(key, from, to);
    await(published);
    await(read);
  }

  @Test
  void aQueueIsNotUsedWhereSomeOfItsMessagesAreMissing() {
    TestQueueStore queues = new TestQueueStore(servers.address(), "test", "one", RedisNode.CLOCK);
    queues.awaitReady();
    QueueLimits limits =
        new QueueLimits(10, 100_000, false, 10, 10, Duration.ZERO, Duration.ofSeconds(10), false);
    String dead = "work:a" + QueueStore.DEAD_LETTERS;
    String key = new QueueKeys("test").base(dead);
    await(queues.store.send(dead, QueueDraft.of(Payload.text("a")), "1", limits));
    RedisServer from = servers.masterOf(key);
    RedisServer to = otherThan(from);
    servers.beginMove(key, from, to);
    to.command("CONFIG", "RESETSTAT");
    CompletionStage<QueueStats> stats = queues.store.stats(dead);
    waitUntil(() -> to.command("INFO", "errorstats").contains("TRYAGAIN") || isDone(stats));

    servers.endMove(key, from, to);
    assertThat(await(stats).depth()).isEqualTo(1);
    queues.close();
  }

  private static boolean isDone(CompletionStage<?> stage) {
    return stage.toCompletableFuture().isDone();
  }

  /** The slot of one of the publications has moved, and this node does not know it yet. */
  @Test
  void aChannelThatIsElsewhereDoesNotKeepOthersFromTheirAcknowledgement() {
    RedisServer master = servers.masterOf(NEWS);
    String elsewhere = "{" + channelNotAt(master) + "}";
    String generation = Replication.id(master.command("INFO", "replication"));
    try (RedisClient client = RedisClient.create(master.address())) {
      ReplicaAcks acks =
          new ReplicaAcks(
              key -> "the master",
              server ->
                  client.connectAsync(LettuceOptions.CODEC, RedisURI.create(master.address())),
              Duration.ofSeconds(2));
      List<CompletionStage<?>> here = new ArrayList<>();
      List<CompletionStage<?>> moved = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        moved.add(acks.await(elsewhere, generation));
        here.add(acks.await("{" + NEWS + "}", generation));
        moved.add(acks.await(elsewhere, generation));
      }

      here.forEach(each -> await(each));
      moved.forEach(
          each -> assertThatThrownBy(() -> await(each)).hasMessageContaining("durability"));
    }
  }

  private static String channelNotAt(RedisServer master) {
    return IntStream.range(0, 100)
        .mapToObj(i -> "elsewhere-" + i)
        .filter(name -> servers.masterOf(name) != master)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aMasterThatDiesIsFollowedByItsReplicaAndNothingIsLost() throws IOException {
    RedisServer master = servers.masterOf(NEWS);
    String elsewhere = channelNotAt(master);
    await(node.broker.subscribe(NEWS));
    await(node.broker.subscribe(elsewhere));
    Accepted.all(publisher, NEWS, 1, 20);
    servers.awaitInStep(master);
    waitUntil(() -> lines(NEWS).size() >= 20);
    master.kill();

    Accepted.all(publisher, elsewhere, 1, 20);
    assertThat(publisher.engine.state().status()).isEqualTo(EngineState.Status.UP);
    Accepted.all(publisher, NEWS, 21, 30);
    waitUntil(() -> lines(NEWS).size() >= 30);
    assertThat(lines(NEWS)).isEqualTo(expected(NEWS, 1, 30));
    waitUntil(() -> lines(elsewhere).size() >= 20);
    assertThat(lines(elsewhere)).isEqualTo(expected(elsewhere, 1, 20));
    assertThat(node.heard.interrupted).isEmpty();
    waitUntil(() -> node.engine.state().detail().isEmpty());
    master.startAgain();
  }

  @Test
  void aReplicaThatWasBehindGivesANewEpochAndItIsTold() throws IOException {
    RedisServer master = servers.masterOf(SPORT);
    RedisServer replica = servers.replicaOf(master);
    await(node.broker.subscribe(SPORT));
    StreamPosition before = Accepted.all(publisher, SPORT, 1, 5);
    servers.awaitInStep(master);
    replica.command("SAVE");
    replica.kill();
    Accepted.all(publisher, SPORT, 6, 8);
    waitUntil(() -> lines(SPORT).size() >= 8);
    master.kill();
    replica.startAgain();
    waitUntil(() -> becomesMaster(replica));
    long masterAgain = System.nanoTime();

    waitUntil(() -> node.heard.interrupted.contains(SPORT));
    assertThat(Duration.ofNanos(System.nanoTime() - masterAgain)).isLessThan(Duration.ofSeconds(8));
    StreamPosition now = Accepted.all(publisher, SPORT, 1, 1);
    assertThat(now.epoch()).isNotEqualTo(before.epoch());
    waitUntil(() -> lines(SPORT).size() >= 9);
    assertThat(lines(SPORT).get(8)).isEqualTo("sport 1 1");
    master.startAgain();
  }

  @Test
  void aPublicationIsCompleteWhenTheReplicaOfItsMasterHasIt() {
    PublishOptions onReplicas = Accepted.KEPT.onReplicas();
    Accepted.all(publisher, NEWS, 1, 1, onReplicas);
    Accepted.all(publisher, SPORT, 1, 1, onReplicas);
    RedisServer replica = servers.replicaOf(servers.masterOf(NEWS));
    replica.freeze();
    try {
      CompletionStage<?> alone = publisher.broker.publish(NEWS, draft("2"), onReplicas);
      assertThatThrownBy(() -> await(alone)).hasMessageContaining("durability");
    } finally {
      replica.thaw();
    }
    Accepted.all(publisher, NEWS, 3, 3, onReplicas);
  }

  @Test
  void aMasterThatDoesNotAnswerIsSaidAndTheOthersGoOn() throws IOException {
    RedisServer master = servers.masterOf(NEWS);
    master.freeze();
    try {
      waitUntil(() -> node.engine.state().detail().contains("127.0.0.1:" + master.port()));
      assertThat(node.engine.state().status()).isEqualTo(EngineState.Status.UP);
    } finally {
      master.thaw();
    }
    waitUntil(() -> node.engine.state().detail().isEmpty());
  }

  /** It may also be elected before it is told. */
  private static boolean becomesMaster(RedisServer replica) {
    replica.command("CLUSTER", "FAILOVER", "TAKEOVER");
    return replica.command("INFO", "replication").contains("role:master");
  }

  private List<String> lines(String channel) {
    return List.copyOf(node.heard.lines).stream()
        .filter(line -> line.startsWith(channel + " "))
        .toList();
  }

  private static List<String> expected(String channel, int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(i -> channel + " " + i + " " + i).toList();
  }
}
