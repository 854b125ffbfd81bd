package io.heartwire.broker.redis;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Who waits for the confirmation of a name's subscription. Safe for use by any thread. */
final class Confirmations {
  private final Map<String, CompletableFuture<@Nullable Void>> awaited = new ConcurrentHashMap<>();

  /** Completes when it has come, or so many milliseconds have gone by. */
  CompletionStage<@Nullable Void> await(String name, long millis) {
    CompletableFuture<@Nullable Void> confirmed =
        awaited.computeIfAbsent(name, missing -> new CompletableFuture<@Nullable Void>());
    var unused =
        confirmed
            .completeOnTimeout(null, millis, TimeUnit.MILLISECONDS)
            .whenComplete((done, failure) -> awaited.remove(name, confirmed));
    return confirmed;
  }

  void came(String name) {
    CompletableFuture<@Nullable Void> waiting = awaited.get(name);
    if (waiting != null) {
      waiting.complete(null);
    }
  }
}
