package io.heartwire.broker;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Something to tell the listener, and what its publisher is told afterwards.
 *
 * @param news the call of the listener
 * @param result of the publisher's stage
 * @param done the publisher's stage
 */
record Delivery<T extends @Nullable Object>(
    Consumer<BrokerListener> news, T result, CompletableFuture<T> done) {

  Delivery(Consumer<BrokerListener> news, T result) {
    this(news, result, new CompletableFuture<>());
  }

  /** Nobody here wants to hear of it: done at once. */
  static <T extends @Nullable Object> Delivery<T> none(T result) {
    return new Delivery<>(listener -> {}, result, CompletableFuture.completedFuture(result));
  }

  void complete() {
    done.complete(result);
  }
}
