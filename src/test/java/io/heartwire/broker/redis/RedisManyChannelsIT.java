package io.heartwire.broker.redis;

import static io.heartwire.broker.BrokerFixture.await;
import static io.heartwire.broker.BrokerFixture.draft;
import static io.heartwire.broker.BrokerFixture.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.HistoryQuery;
import io.heartwire.broker.PublishOptions;
import io.heartwire.testkit.FaultProxy;
import io.heartwire.testkit.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.IntFunction;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** A node with many channels comes back to Redis. */
@Isolated("measures how soon")
@Timeout(120)
class RedisManyChannelsIT {
  private static final Logger LOG = Logger.getLogger(RedisManyChannelsIT.class.getName());
  private static final PublishOptions KEPT = PublishOptions.history(10, Duration.ofHours(1));
  private static final int CHANNELS = 50_000;
  private static final int AT_ONCE = 5_000;
  private static final int MISSED = 5_000;

  @Test
  void fiftyThousandChannelsAreSubscribedToAndComparedInSeconds() {
    try (RedisServer server = RedisServer.start("--loglevel", "warning");
        FaultProxy proxy = FaultProxy.before(server.port());
        RedisNode node = new RedisNode("redis://127.0.0.1:" + proxy.port()).awaitUp();
        RedisNode other = new RedisNode(server.address()).awaitUp()) {
      all(CHANNELS, i -> node.broker.subscribe("c" + i));
      all(CHANNELS, i -> node.broker.history("c" + i, HistoryQuery.POSITION));
      proxy.cut();
      waitUntil(() -> !node.engine.state().detail().isEmpty());
      int step = CHANNELS / MISSED;
      all(MISSED, i -> other.broker.publish("c" + i * step, draft("missed"), KEPT));
      long before = node.broker.figures().catchUps();
      long healed = System.nanoTime();
      proxy.heal();

      node.awaitUp();
      long up = System.nanoTime();
      waitUntil(() -> node.heard.lines.size() == MISSED);
      long heard = System.nanoTime();
      LOG.info(
          () ->
              "reconnected after %d ms, all compared and %d missed publications delivered %d ms later"
                  .formatted((up - healed) / 1_000_000, MISSED, (heard - up) / 1_000_000));
      assertThat(Duration.ofNanos(heard - up)).isLessThan(Duration.ofSeconds(5));
      assertThat(node.broker.figures().catchUps() - before).isBetween((long) MISSED, 2L * MISSED);
      assertThat(node.heard.interrupted).isEmpty();
      assertThat(await(other.broker.channels())).hasSize(CHANNELS);
    }
  }

  private static void all(int count, IntFunction<CompletionStage<?>> call) {
    for (int from = 0; from < count; from += AT_ONCE) {
      List<CompletionStage<?>> under = new ArrayList<>();
      for (int i = from; i < Math.min(count, from + AT_ONCE); i++) {
        under.add(call.apply(i));
      }
      under.forEach(each -> await(each));
    }
  }
}
