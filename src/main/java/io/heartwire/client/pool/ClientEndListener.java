package io.heartwire.client.pool;

import io.heartwire.client.Backoff;
import io.heartwire.client.ClientBuilder;
import io.heartwire.client.ClientTime;
import io.heartwire.client.Failure;
import io.heartwire.client.Retry;
import io.heartwire.client.StateChange;
import io.heartwire.client.WhileReconnecting;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Hears of the end of a pooled client. Pooled clients do not reconnect, so the first failure is the
 * end. Safe for use by any thread.
 */
final class ClientEndListener {
  /**
   * Much longer than it takes to close a client that waits for its next attempt. Not for ever:
   * subscriptions and tokens that failed for a moment are tried again after as long.
   */
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private static final Backoff NO_RETRY =
      Backoff.DEFAULT.withMaximum(PAUSE).withMinimum(PAUSE).withAttempts(1);

  private final CompletableFuture<@Nullable Failure> future = new CompletableFuture<>();

  /** Changes the settings to those of a pooled client, and listens to it. */
  <B extends ClientBuilder<B>> B addTo(B client, ClientTime time) {
    return client
        .time(time)
        .backoff(NO_RETRY)
        .requests(WhileReconnecting.fail())
        .onState(this::changed)
        .onRetry(this::retried);
  }

  /** Completes with the failure, or with null if the client was closed. */
  CompletionStage<@Nullable Failure> end() {
    return future;
  }

  private void changed(StateChange change) {
    if (change.reason() instanceof Failure failure) {
      future.complete(failure);
    }
  }

  private void retried(Retry retry) {
    future.complete(retry.failure());
  }
}
