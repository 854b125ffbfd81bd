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

/** The settings of a {@link ClientBuilder}, whose methods explain them. */
record ClientSettings(
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
    @Nullable TokenSupplier tokens,
    @Nullable HttpClient httpClient,
    @Nullable Executor executor,
    @Nullable ClientTime time,
    DoubleSupplier random) {

  /** Whether publications carry idempotency keys, so that they can be sent again. */
  boolean usesIdempotencyKeys() {
    return requests instanceof WhileReconnecting.Buffer;
  }
}
