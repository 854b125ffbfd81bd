package io.heartwire.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Gives a token: at the first connection, before it expires, and when the server will not have the
 * last one any more.
 *
 * <p>Called on the client's executor. It may block there, though a stage that completes later is
 * better; a stage that fails, or comes too late, is a failed attempt.
 */
@FunctionalInterface
public interface TokenSupplier {

  CompletionStage<String> get();

  /** Always the same. */
  static TokenSupplier of(String token) {
    return () -> CompletableFuture.completedFuture(token);
  }
}
