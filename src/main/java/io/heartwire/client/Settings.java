package io.heartwire.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** What a {@link ClientBuilder} was told; there each has its meaning. */
record Settings(
    URI address,
    Map<String, String> headers,
    List<Consumer<StateChange>> stateListeners,
    List<Consumer<Retry>> retryListeners,
    Backoff backoff,
    WhileReconnecting requests,
    Duration connectTimeout,
    Duration requestTimeout,
    Duration grace,
    int maxMessage,
    int maxRequests,
    int maxUnsentBytes,
    @Nullable HttpClient httpClient,
    @Nullable Executor executor,
    @Nullable ClientTime time,
    DoubleSupplier random) {

  /** Whether publications have keys, so that they can be sent again. */
  boolean repeatsPublications() {
    return requests instanceof WhileReconnecting.Buffer;
  }
}
