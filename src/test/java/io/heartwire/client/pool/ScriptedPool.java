package io.heartwire.client.pool;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import io.heartwire.client.Backoff;
import io.heartwire.client.HeartwireClient;
import io.heartwire.client.Subscription;
import io.heartwire.testkit.ScriptedServer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A pool of real clients for a server that does what the test says. For the test's thread. */
final class ScriptedPool implements AutoCloseable {
  private final ScriptedServer server = new ScriptedServer();
  private @Nullable SessionPool<Session> pool;

  ScriptedPool() throws IOException {}

  ScriptedServer server() {
    return server;
  }

  /** By default no session is open until somebody borrows, and waits between tries are short. */
  SessionPool<Session> open(Consumer<PoolSettingsBuilder> change) {
    PoolSettingsBuilder settings =
        PoolSettings.builder()
            .minimumIdle(0)
            .backoff(
                Backoff.DEFAULT
                    .withMinimum(Duration.ofMillis(20))
                    .withMaximum(Duration.ofMillis(50)))
            .resetTimeout(Duration.ofSeconds(20))
            .closeGrace(Duration.ofMillis(500));
    change.accept(settings);
    SessionPool<Session> opened =
        SessionPool.centrifuge(() -> HeartwireClient.centrifuge(server.uri()))
            .name("orders")
            .settings(settings.build())
            .build();
    pool = opened;
    return opened;
  }

  /** Fails if the pool leaves a connection. */
  @Override
  public void close() throws IOException {
    if (pool != null) {
      pool.close();
      await().until(() -> server.open() == 0);
    }
    server.close();
  }

  static Subscription subscribe(Session session, String channel) {
    return session.subscribe(channel, (from, publication) -> {});
  }

  /** Waits for a future, not long. */
  static <T> T get(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(10, SECONDS);
    } catch (ExecutionException failed) {
      throw new IllegalStateException(failed.getCause());
    } catch (Exception stuck) {
      throw new AssertionError("the stage does not complete", stuck);
    }
  }
}
