package io.heartwire.client.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.client.HeartwireClient;
import io.heartwire.testkit.ScriptedServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A thousand borrowers at once; on virtual threads where the JVM has them. */
class ManyBorrowersTest {
  private static final int BORROWERS = 1000;
  private static final int SESSIONS = 4;

  @Test
  void allMustBeServedByAFew() throws Exception {
    ExecutorService threads = threads();
    try (ScriptedServer server = new ScriptedServer();
        SessionPool<Session> pool =
            SessionPool.centrifuge(() -> HeartwireClient.centrifuge(server.uri()))
                .settings(
                    PoolSettings.builder()
                        .maximumSize(SESSIONS)
                        .borrowTimeout(Duration.ofSeconds(20)) // the last waits for all others
                        .build())
                .build()) {
      List<Future<?>> borrowers = new ArrayList<>();
      for (int i = 0; i < BORROWERS; i++) {
        borrowers.add(threads.submit(() -> publish(pool)));
      }

      for (Future<?> borrower : borrowers) {
        borrower.get(30, TimeUnit.SECONDS);
      }

      assertThat(server.handshakes()).isEqualTo(SESSIONS);
    } finally {
      threads.shutdownNow();
    }
  }

  private static void publish(SessionPool<Session> pool) {
    try (Session session = pool.borrow()) {
      session.publish("crowd", "1").toCompletableFuture().join();
    }
  }

  private static ExecutorService threads() throws ReflectiveOperationException {
    if (Runtime.version().feature() < 21) {
      return Executors.newCachedThreadPool();
    }
    return (ExecutorService)
        Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
  }
}
