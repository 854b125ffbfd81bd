package io.heartwire.broker.redis;

import static io.heartwire.broker.BrokerFixture.NEWS;
import static io.heartwire.broker.BrokerFixture.await;
import static io.heartwire.broker.BrokerFixture.draft;
import static io.heartwire.broker.BrokerFixture.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heartwire.broker.BrokerException;
import io.heartwire.broker.BrokerFixture;
import io.heartwire.broker.EngineState;
import io.heartwire.broker.HistoryQuery;
import io.heartwire.broker.PublishOptions;
import io.heartwire.broker.QueueStore;
import io.heartwire.testkit.FaultProxy;
import io.heartwire.testkit.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** One node's way to Redis fails in part, while another one's is well. */
@Isolated("measures how soon")
@Timeout(180)
class RedisFaultsIT {
  private static final PublishOptions KEPT = PublishOptions.history(100_000, Duration.ofHours(1));
  private static final String DELIVERIES = "SUBSCRIBE";
  private static final String COMMANDS = "SCRIPT";

  /** The most that the node's own beat may take to find it. */
  private static final Duration FOUND = Duration.ofSeconds(2);

  /** For commands, for deliveries, and for news. */
  private static final int CONNECTIONS = 3;

  private RedisServer server;
  private FaultProxy proxy;
  private RedisNode node;
  private RedisNode other;

  @BeforeEach
  void startTwoNodes() {
    server = RedisServer.start("--loglevel", "warning");
    proxy = FaultProxy.before(server.port());
    node = new RedisNode("redis://127.0.0.1:" + proxy.port()).awaitUp();
    other = new RedisNode(server.address()).awaitUp();
    await(node.broker.subscribe(NEWS));
    publish(1, 3);
    waitUntil(() -> node.heard.lines.size() == 3);
    waitUntil(() -> proxy.connections() == CONNECTIONS);
  }

  @AfterEach
  void stop() {
    node.heard.check();
    node.close();
    other.close();
    proxy.close();
    server.close();
  }

  @Test
  void aDeafConnectionOfDeliveriesIsFoundInTwoSecondsAndNothingIsMissed() {
    long before = node.broker.figures().reconnects();
    long start = System.nanoTime();
    proxy.halfOpen(DELIVERIES);
    publish(4, 20);

    waitUntil(() -> node.broker.figures().reconnects() > before);
    Duration found = since(start);
    waitUntil(() -> node.heard.lines.size() >= 20);
    assertThat(since(start)).isLessThan(Duration.ofSeconds(6));
    publish(21, 30);
    waitUntil(() -> node.heard.lines.size() >= 30);
    assertThat(node.heard.lines).isEqualTo(lines(30));
    assertThat(node.heard.interrupted).isEmpty();
    assertThat(node.engine.state().status()).isEqualTo(EngineState.Status.UP);
    waitUntil(() -> await(other.broker.channels()).get(0).nodes() == 1);
    assertThat(found.compareTo(FOUND) < 0 ? found : foundAgain()).isLessThan(FOUND);
  }

  /** A machine that was busy for a moment gets another chance. */
  private Duration foundAgain() {
    waitUntil(() -> proxy.connections() == CONNECTIONS);
    long before = node.broker.figures().reconnects();
    long start = System.nanoTime();
    proxy.halfOpen(DELIVERIES);
    waitUntil(() -> node.broker.figures().reconnects() > before);
    return since(start);
  }

  @Test
  void aDeafConnectionForNewsIsFoundInTwoSecondsAndQueuesAreLookedAt() {
    AtomicInteger missed = new AtomicInteger();
    node.engine
        .queues()
        .start(
            new QueueStore.Listener() {
              @Override
              public void ready(String queue) {}

              @Override
              public void missed() {
                missed.incrementAndGet();
              }
            });

    Duration found = untilMissed(missed);
    assertThat(found.compareTo(FOUND) < 0 ? found : untilMissed(missed)).isLessThan(FOUND);
  }

  private Duration untilMissed(AtomicInteger missed) {
    int before = missed.get();
    long start = System.nanoTime();
    proxy.halfOpen(DELIVERIES);
    waitUntil(() -> missed.get() > before);
    Duration found = since(start);
    waitUntil(() -> proxy.connections() == CONNECTIONS);
    return found;
  }

  @Test
  void aHalfOpenConnectionOfCommandsIsReplacedAndNothingWaitsForIt() {
    long start = System.nanoTime();
    proxy.halfOpen(COMMANDS);
    CompletionStage<?> under = node.broker.publish(NEWS, draft("?"), KEPT);

    assertUnavailable(under);
    assertThat(since(start)).isLessThan(Duration.ofSeconds(4));
    waitUntil(() -> isPublished(node, "4"));
    assertThat(since(start)).isLessThan(Duration.ofSeconds(10));
    waitUntil(() -> node.heard.lines.size() >= 4);
    assertThat(node.heard.lines).isEqualTo(lines(4));
    waitUntil(() -> node.broker.figures().pending() == 0);
    waitUntil(() -> proxy.connections() == CONNECTIONS);
  }

  @Test
  void aNodeThatReachesNobodyForAWhileMissesNothing() {
    proxy.blackhole();
    publish(4, 100);
    waitUntil(() -> node.engine.state().status() == EngineState.Status.LOST);
    assertUnavailable(node.broker.publish(NEWS, draft("?"), KEPT));
    NodesFixture.pass(Duration.ofSeconds(3));
    proxy.heal();

    waitUntil(() -> node.heard.lines.size() >= 100);
    node.awaitUp();
    assertThat(node.heard.lines).isEqualTo(lines(100));
    assertThat(node.heard.interrupted).isEmpty();
    waitUntil(() -> proxy.connections() == CONNECTIONS);
  }

  @Test
  void aPublicationWhoseAnswerIsLostIsNotGivenAgainByTheClientOfRedis() {
    await(other.broker.subscribe(NEWS));
    proxy.loseAnswers();
    CompletionStage<?> under = node.broker.publish(NEWS, draft("4"), KEPT);
    CompletionStage<?> plain = node.broker.publish(NEWS, draft("plain"), PublishOptions.NO_HISTORY);
    waitUntil(() -> other.heard.lines.size() == 2); // Redis has both
    proxy.cut();
    proxy.heal();

    assertUnavailable(under);
    assertUnavailable(plain);
    node.awaitUp();
    waitUntil(() -> isPublished(node, "5"));
    waitUntil(() -> node.heard.lines.size() >= 5);
    assertThat(node.heard.lines).isEqualTo(lines(5));
    assertThat(
            BrokerFixture.textsOf(
                await(other.broker.history(NEWS, HistoryQuery.ALL)).publications()))
        .containsExactly("1", "2", "3", "4", "5");
    waitUntil(() -> other.heard.lines.size() >= 3);
    assertThat(other.heard.lines).containsExactly("news 4 4", "news 0 plain", "news 5 5");
  }

  @Test
  void aSubscriberThatIsSlowerThanThePublishersMissesNothingAndTakesBoundedMemory() {
    CountDownLatch slow = new CountDownLatch(1);
    node.heard.during("4", publication -> awaitLatch(slow));
    int last = 40_000; // more than a queue has room for
    CompletionStage<?> under = CompletableFuture.completedStage(null);
    for (int i = 4; i <= last; i++) {
      under = other.broker.publish(NEWS, draft("" + i), KEPT);
      if (i % 5_000 == 0) {
        await(under);
      }
    }
    await(under);
    for (int i = 0; i < 10; i++) {
      await(other.broker.publish(NEWS, draft("unkept"), PublishOptions.NO_HISTORY));
    }
    waitUntil(() -> node.broker.figures().lostMessages() == 10);
    assertThat(node.broker.waitingBytes()).isBetween(1L, 16_384L * 100);
    slow.countDown();

    waitUntil(() -> node.heard.lines.size() >= last);
    assertThat(node.heard.lines).isEqualTo(lines(last));
    assertThat(node.heard.interrupted).isEmpty();
    assertThat(node.broker.figures().catchUps()).isPositive();
    waitUntil(() -> node.broker.waitingBytes() == 0);
  }

  @Test
  void aProcessThatStoodStillDoesNotTakeConnectionsForDeaf() {
    ShiftedTime time = new ShiftedTime(Duration.ZERO);
    try (RedisNode third = new RedisNode(server.address(), 100, RedisNode.LIMITS, time).awaitUp()) {
      await(third.broker.subscribe(NEWS));
      NodesFixture.pass(Duration.ofSeconds(1));
      EngineState before = third.engine.state();
      time.standStill(Duration.ofSeconds(5));
      NodesFixture.pass(Duration.ofSeconds(1));
      assertThat(third.broker.figures().reconnects()).isZero();
      assertThat(third.engine.state()).as("never lost").isEqualTo(before);
    }
  }

  @Test
  void withoutRedisPublicationsOfAllKindsAreRefusedWhereTheConfigurationSaysSo() {
    NodeLimits refusing = new NodeLimits(NodeLimits.WhenLost.REFUSE, 1 << 20, 1_000);
    try (RedisNode third =
        new RedisNode(server.address(), 100, refusing, RedisNode.CLOCK).awaitUp()) {
      await(third.broker.subscribe("plain"));
      await(third.broker.publish("plain", draft("a"), PublishOptions.NO_HISTORY));
      waitUntil(() -> third.heard.lines.contains("plain 0 a"));
      server.kill();
      waitUntil(() -> third.engine.state().status() == EngineState.Status.LOST);

      assertThatThrownBy(
              () -> await(third.broker.publish("plain", draft("b"), PublishOptions.NO_HISTORY)))
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining("heartwire.broker.publish-when-lost=refuse");
      assertUnavailable(third.broker.publish("plain", draft("b"), PublishOptions.NO_HISTORY));
      assertThat(third.broker.figures().localPublications()).isZero();
      assertThat(third.broker.figures().refused()).isEqualTo(2);
      assertThat(third.heard.lines).containsExactly("plain 0 a");
    }
  }

  private void publish(int first, int last) {
    for (int i = first; i <= last; i++) {
      await(other.broker.publish(NEWS, draft("" + i), KEPT));
    }
  }

  private static boolean isPublished(RedisNode by, String text) {
    try {
      await(by.broker.publish(NEWS, draft(text), KEPT));
      return true;
    } catch (BrokerException notYet) {
      return false;
    }
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static List<String> lines(int last) {
    return IntStream.rangeClosed(1, last).mapToObj(i -> NEWS + " " + i + " " + i).toList();
  }

  private static void assertUnavailable(CompletionStage<?> stage) {
    assertThatThrownBy(() -> await(stage))
        .isInstanceOfSatisfying(
            BrokerException.class,
            failure -> assertThat(failure.kind()).isEqualTo(BrokerException.Kind.UNAVAILABLE));
  }
}
