package io.heartwire.broker.redis;

import static io.heartwire.broker.BrokerFixture.NEWS;
import static io.heartwire.broker.BrokerFixture.await;
import static io.heartwire.broker.BrokerFixture.draft;
import static io.heartwire.broker.BrokerFixture.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heartwire.broker.BrokerException;
import io.heartwire.broker.EngineState;
import io.heartwire.broker.PublishOptions;
import io.heartwire.testkit.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Redis stands still: each time another one, all at the same time. */
@Timeout(180)
class RedisFrozenIT {
  private static final PublishOptions KEPT = PublishOptions.history(100_000, Duration.ofHours(1));
  private static final int PATIENCE_SECONDS = 40;

  @Test
  void afterAFrozenRedisAllIsDeliveredThatWasAccepted() throws Exception {
    List<Integer> lengths = List.of(1, 5, 10, 60);
    ExecutorService threads = Executors.newFixedThreadPool(lengths.size());
    try {
      List<CompletableFuture<Void>> all =
          lengths.stream()
              .map(
                  seconds ->
                      CompletableFuture.runAsync(
                          () -> allIsDeliveredAfter(Duration.ofSeconds(seconds)), threads))
              .toList();
      for (int i = 0; i < all.size(); i++) {
        all.get(i).get(lengths.get(i) + PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void allIsDeliveredAfter(Duration length) {
    try (RedisServer server = RedisServer.start("--loglevel", "warning");
        RedisNode node = new RedisNode(server.address()).awaitUp()) {
      await(node.broker.subscribe(NEWS));
      for (int i = 1; i <= 3; i++) {
        await(node.broker.publish(NEWS, draft("" + i), KEPT));
      }
      server.freeze();
      CompletionStage<?> under = node.broker.publish(NEWS, draft("frozen"), KEPT);
      NodesFixture.pass(length);
      if (length.toSeconds() > 3) {
        assertUnavailable(under);
        assertUnavailable(node.broker.publish(NEWS, draft("while it is away"), KEPT));
        assertThat(node.engine.state().status()).isEqualTo(EngineState.Status.LOST);
        assertThat(node.broker.figures().pending()).isZero();
      }
      server.thaw();
      waitUntil(() -> under.toCompletableFuture().isDone());
      waitUntil(() -> accepts(node));
      long last = await(node.broker.publish(NEWS, draft("last"), KEPT)).position().offset();

      waitUntil(() -> offsets(node).contains(last));
      assertThat(offsets(node)).isEqualTo(LongStream.rangeClosed(1, last).boxed().toList());
      assertThat(node.heard.interrupted).isEmpty();
      node.heard.check();
    }
  }

  private static boolean accepts(RedisNode node) {
    try {
      await(node.broker.publish(NEWS, draft("probe"), KEPT));
      return true;
    } catch (BrokerException notYet) {
      return false;
    }
  }

  private static List<Long> offsets(RedisNode node) {
    return List.copyOf(node.heard.publications).stream()
        .map(heard -> heard.publication().offset())
        .toList();
  }

  private static void assertUnavailable(CompletionStage<?> stage) {
    assertThatThrownBy(() -> await(stage))
        .isInstanceOfSatisfying(
            BrokerException.class,
            failure -> assertThat(failure.kind()).isEqualTo(BrokerException.Kind.UNAVAILABLE));
  }
}
