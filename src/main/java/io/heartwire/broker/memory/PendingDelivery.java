package io.heartwire.broker.memory;

import io.heartwire.broker.BrokerListener;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A waiting call of the listener, and the stage of its publisher, which completes afterwards.
 *
 * @param call the call of the listener
 * @param result the result of the publisher's stage
 * @param done the publisher's stage
 */
record PendingDelivery<T extends @Nullable Object>(
    Consumer<BrokerListener> call, T result, CompletableFuture<T> done) {

  PendingDelivery(Consumer<BrokerListener> call, T result) {
    this(call, result, new CompletableFuture<>());
  }

  /** Returns a completed delivery, for a channel that this node is not subscribed to. */
  static <T extends @Nullable Object> PendingDelivery<T> none(T result) {
    return new PendingDelivery<>(listener -> {}, result, CompletableFuture.completedFuture(result));
  }

  void complete() {
    done.complete(result);
  }
}
