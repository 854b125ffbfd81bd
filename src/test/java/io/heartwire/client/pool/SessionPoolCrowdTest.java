package io.heartwire.client.pool;

import static io.heartwire.testkit.OneUserAtATime.begin;
import static io.heartwire.testkit.OneUserAtATime.end;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.client.Backoff;
import io.heartwire.client.HeartwireClient;
import io.heartwire.client.HeartwireClientException;
import io.heartwire.testkit.Greeting;
import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.OneUserAtATime;
import io.heartwire.testkit.Race;
import io.heartwire.testkit.ScriptedCommand;
import io.heartwire.testkit.ScriptedServer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Many threads, few sessions, and a server that fails all the time. */
class SessionPoolCrowdTest {
  private static final int THREADS = 64;
  private static final int SESSIONS = 20;
  private static final long RUN_SECONDS = 10;

  private final AtomicInteger numbers = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicLong longestWaitMillis = new AtomicLong();
  private final AtomicIntegerArray served = new AtomicIntegerArray(THREADS);

  @Test
  void everybodyMustBeServedAndNobodyDisturbed() throws IOException {
    try (LogCapture quiet = new LogCapture(SessionPool.class);
        ScriptedServer server = new ScriptedServer()) {
      OneUserAtATime users = new OneUserAtATime(this::answerOrFail);
      server.on("publish", users);
      server.onOpen(
          connection -> {
            if (chance(3)) {
              server.greetsNext(Greeting.status(503), Greeting.drop());
            }
          });
      SessionPool<Session> pool = pool(server);
      long deadline = System.nanoTime() + SECONDS.toNanos(RUN_SECONDS);

      Race.among(
          THREADS,
          thread -> {
            while (System.nanoTime() - deadline < 0) {
              use(pool);
              served.incrementAndGet(thread);
            }
          });

      pool.close();
      await().until(() -> server.open() == 0);
      assertThat(server.highestOpen()).isEqualTo(SESSIONS);
      assertThat(pool.stats()).isEqualTo(new PoolStats(0, 0, 0, 0, 0, 0));
      assertThat(failures.get()).as("failures").isPositive();
      assertThat(users.ended()).isGreaterThan(failures.get());
      assertThat(longestWaitMillis.get()).isLessThan(2500);
      assertNobodyStarved();
    }
  }

  private void use(SessionPool<Session> pool) {
    int user = numbers.incrementAndGet();
    try (Session session = pool.borrow()) {
      session.publish("crowd", begin(user)).toCompletableFuture().join();
      session.publish("crowd", end(user)).toCompletableFuture().join();
    } catch (CompletionException failed) {
      assertThat(failed).hasCauseInstanceOf(HeartwireClientException.class);
      failures.incrementAndGet();
    }
  }

  private void answerOrFail(ScriptedCommand command) throws IOException {
    if (chance(1)) {
      command.connection().resetMidFrame();
    } else if (chance(1)) {
      command.connection().drop();
    } else if (chance(1)) {
      command.connection().close(chance(50) ? 3001 : 3503, "as the script says");
    } else {
      if (chance(3)) {
        dawdle();
      }
      command.succeed("{}");
    }
  }

  private void assertNobodyStarved() {
    int least = Integer.MAX_VALUE;
    int most = 0;
    for (int i = 0; i < THREADS; i++) {
      least = Math.min(least, served.get(i));
      most = Math.max(most, served.get(i));
    }
    assertThat(least).as("turns of one thread, %s of another", most).isGreaterThan(most / 2);
  }

  private SessionPool<Session> pool(ScriptedServer server) {
    // The JDK's WebSocket sometimes misses an end that directly follows a message.
    Duration timeout = Duration.ofSeconds(1);
    return SessionPool.centrifuge(
            () -> HeartwireClient.centrifuge(server.uri()).requestTimeout(timeout))
        .settings(
            PoolSettings.builder()
                .maximumSize(SESSIONS)
                .backoff(
                    Backoff.DEFAULT
                        .withMinimum(Duration.ofMillis(5))
                        .withMaximum(Duration.ofMillis(50)))
                .build())
        .metrics(
            new PoolMetrics() {
              @Override
              public void borrowed(Duration waited) {
                longestWaitMillis.accumulateAndGet(waited.toMillis(), Math::max);
              }
            })
        .build();
  }

  private static boolean chance(int percent) {
    return ThreadLocalRandom.current().nextInt(100) < percent;
  }

  private static void dawdle() {
    try {
      assertThat(new CountDownLatch(1).await(20, MILLISECONDS)).isFalse();
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
  }
}
