package io.heartwire.broker.redis;

import static io.heartwire.broker.BrokerFixture.await;
import static io.heartwire.broker.BrokerFixture.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heartwire.broker.BrokerException;
import io.heartwire.broker.BrokerFixture;
import io.heartwire.broker.Payload;
import io.heartwire.broker.QueueDraft;
import io.heartwire.broker.QueueLimits;
import io.heartwire.broker.QueueMessage;
import io.heartwire.broker.QueueStore.Lease;
import io.heartwire.broker.QueueStore.Return;
import io.heartwire.testkit.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisQueueStoreIT extends RedisQueueContract {
  private static final String WORK = "work:a";
  private static final QueueLimits LIMITS =
      new QueueLimits(100, 10_000_000, false, 3, 4, Duration.ZERO, Duration.ofSeconds(5), false);

  private static RedisServer redis;

  @BeforeAll
  static void startRedis() {
    redis = RedisServer.start();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @Override
  String address() {
    return redis.address();
  }

  @Test
  void withoutAReplicaAReplicatedMessageFailsInTimeAndWithAKeyItIsSentOnceAllTheSame() {
    QueueDraft draft = QueueDraft.of(Payload.text("a")).once("k");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(
              () -> BrokerFixture.await(node.store.send("work:a", draft, "1", REPLICATED)))
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining("no replica");
    }

    assertThat(BrokerFixture.await(node.store.stats("work:a")).depth()).isEqualTo(1);
  }

  @Test
  void consumersOfARedisThatIsFullGoOnAndMakeRoom() {
    QueueDraft draft = QueueDraft.of(Payload.text("a"));
    await(node.store.send(WORK, draft, "1", LIMITS));
    await(node.store.send(WORK, draft, "2", LIMITS));
    redis.command("CONFIG", "SET", "maxmemory", "1");
    try {
      assertThatThrownBy(() -> await(node.store.send(WORK, draft, "3", LIMITS)))
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining("OOM");

      await(node.store.renew(WORK, ONE, 1, LIMITS));
      List<QueueMessage> both = await(node.store.take(WORK, ONE, 1, 2, LIMITS)).messages();
      assertThat(both).hasSize(2);
      List<Lease> first = List.of(new Lease(both.get(0).id(), 1));
      assertThat(await(node.store.acknowledge(WORK, ONE, first, LIMITS))).containsExactly(true);
      await(node.store.leave(WORK, ONE, LIMITS));
      assertThat(await(node.store.stats(WORK)).ready()).isEqualTo(1);
    } finally {
      redis.command("CONFIG", "SET", "maxmemory", "0");
    }
  }

  @Test
  void bigMessagesAreTakenSomeAtATimeAndInOrder() {
    String big = "x".repeat(1_500_000);
    for (int i = 0; i < 5; i++) {
      await(node.store.send(WORK, QueueDraft.of(Payload.text(i + big)), "" + i, LIMITS));
    }

    assertThat(firstLetters(1)).isEqualTo("01");
    assertThat(firstLetters(2)).isEqualTo("23");
    assertThat(firstLetters(3)).isEqualTo("4");
    assertThat(await(node.store.stats(WORK)).counters().delivered()).isEqualTo(5);
  }

  private String firstLetters(long request) {
    return await(node.store.take(WORK, ONE, request, 10, LIMITS)).messages().stream()
        .map(message -> message.data().asText().substring(0, 1))
        .collect(Collectors.joining());
  }

  @Test
  void ofAQueueThatNobodyUsesNothingStaysForEverAndOfOneWithMessagesAll() {
    String unused = "unused:" + UUID.randomUUID();
    await(node.store.take(unused, ONE, 1, 1, LIMITS));
    await(node.store.renew(unused, "a node that dies", 1, LIMITS));
    List<String> keys = redis.command("KEYS", "*{" + unused + "}*").lines().toList();
    assertThat(keys).hasSize(5).allMatch(key -> Long.parseLong(redis.command("TTL", key)) > 0);

    await(node.store.send(unused, QueueDraft.of(Payload.text("a")), "1", LIMITS));
    assertThat(await(node.store.take(unused, ONE, 2, 1, LIMITS)).messages()).hasSize(1);
    assertThat(keys)
        .filteredOn(key -> key.endsWith(":c") || key.endsWith(":l"))
        .hasSize(2)
        .allMatch(key -> redis.command("TTL", key).equals("-1"));
  }

  @Test
  void aNameThatIsLongUnusedIsTakenOffUnlessThereAreMessagesOrDeadLetters() {
    QueueDraft draft = QueueDraft.of(Payload.text("a"));
    await(node.store.renew("work:empty", ONE, 1, LIMITS));
    await(node.store.send("work:full", draft, "1", LIMITS));
    await(node.store.send("work:dead", draft, "2", LIMITS));
    Lease lease =
        new Lease(await(node.store.take("work:dead", ONE, 1, 1, LIMITS)).messages().get(0).id(), 1);
    await(
        node.store.giveBack(
            "work:dead", ONE, List.of(lease), Return.REJECTED, Duration.ZERO, "", LIMITS));
    waitUntil(() -> await(node.store.names(10)).size() == 3);

    time.jumpWallClock(Duration.ofDays(2));
    await(node.store.send("work:new", draft, "3", LIMITS));
    waitUntil(() -> !await(node.store.names(10)).contains("work:empty"));
    assertThat(await(node.store.names(10)))
        .containsExactlyInAnyOrder("work:full", "work:dead", "work:new");
    assertThat(await(node.store.names(1))).containsExactly("work:new");
  }

  @Test
  void aRedisThatComesBackWithoutItsDataLearnsAgainWhichQueuesThereAre() {
    QueueDraft draft = QueueDraft.of(Payload.text("a"));
    await(node.store.send(WORK, draft, "1", LIMITS));
    waitUntil(() -> await(node.store.names(10)).contains(WORK));

    redis.command("FLUSHALL");
    redis.command("CLIENT", "KILL", "TYPE", "normal"); // as a restart does

    waitUntil(() -> isListedOnceItIsUsed(WORK));
  }

  private boolean isListedOnceItIsUsed(String queue) {
    try {
      await(node.store.renew(queue, ONE, 1, LIMITS));
      return await(node.store.names(10)).contains(queue);
    } catch (BrokerException notBackYet) {
      return false;
    }
  }
}
