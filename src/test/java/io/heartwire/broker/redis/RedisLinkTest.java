package io.heartwire.broker.redis;

import static io.heartwire.broker.BrokerFixture.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.EngineState;
import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.Race;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedisLinkTest {
  private static final int ROUNDS = 20_000;

  private final PreparedRedis redis = new PreparedRedis();
  private final RedisLink link =
      new RedisLink(
          RedisNode.config("redis://127.0.0.1:1", 100),
          RedisNode.CLOCK,
          new Unheard(),
          resources -> redis);

  @AfterEach
  void close() {
    link.close();
  }

  @Test
  void aConnectionThatThrowsAsItIsPreparedIsReplaced() {
    redis.throwing = 2;

    link.open();

    waitUntil(link::isReady);
    assertThat(redis.prepared).hasValue(3);
    assertThat(link.state().status()).isEqualTo(EngineState.Status.UP);
    assertThat(link.state().detail()).isEmpty();
  }

  @Test
  void ofTwoTroublesThatEndAtTheSameMomentNoneIsSaidAfterwards() {
    link.open();
    waitUntil(link::isReady);
    try (LogCapture quiet = new LogCapture(RedisLink.class, Level.SEVERE)) {
      Race.duel(
          ROUNDS,
          () -> {
            link.trouble("one", "is full");
            link.trouble("other", "is a replica");
            return link;
          },
          either -> either.trouble("one", ""),
          either -> either.trouble("other", ""),
          after -> assertThat(after.state().detail()).isEmpty());
      assertThat(quiet.lines()).isEmpty();
    }
  }

  private static final class Unheard implements RedisLink.Listener {
    @Override
    public void connected() {
      // The test asks the link.
    }

    @Override
    public void disconnected() {
      // The test asks the link.
    }
  }

  /** Connects at once, and takes no commands. */
  private static final class PreparedRedis implements RedisShape {
    final AtomicInteger prepared = new AtomicInteger();
    volatile int throwing; // the first of them

    @Override
    public CompletionStage<Commands> connect() {
      return CompletableFuture.completedStage(new Connection());
    }

    @Override
    public CompletionStage<StatefulRedisPubSubConnection<String, byte[]>> subscriber() {
      return none();
    }

    @Override
    public Subscriptions subscriptions(
        RedisLink link, RedisKeys keys, Subscriptions.Receiver receiver) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String serverOf(String key) {
      return "";
    }

    @Override
    public CompletionStage<StatefulRedisConnection<String, byte[]>> apart(String server) {
      return none();
    }

    @Override
    public boolean hasOneClock() {
      return true;
    }

    @Override
    public String publishing() {
      return "PUBLISH";
    }

    @Override
    public void close() {
      // There is nothing to close.
    }

    private static <T> CompletionStage<T> none() {
      return CompletableFuture.failedStage(
          new IllegalStateException("there is no such connection"));
    }

    private final class Connection implements Commands {
      @Override
      public RedisClusterAsyncCommands<String, byte[]> redis() {
        throw new UnsupportedOperationException();
      }

      @Override
      public CompletionStage<String> prepare() {
        if (prepared.incrementAndGet() <= throwing) {
          throw new IllegalStateException("a master that is not known any more");
        }
        return CompletableFuture.completedStage("generation");
      }

      @Override
      public void whenChanged(Runnable again, Runnable lost) {
        // It stays.
      }

      @Override
      public CompletionStage<Long> publish(String name, byte[] message) {
        return none();
      }

      @Override
      public CompletionStage<Map<String, Long>> subscribers(String pattern) {
        return none();
      }

      @Override
      public void close() {
        // There is nothing to close.
      }
    }
  }
}
