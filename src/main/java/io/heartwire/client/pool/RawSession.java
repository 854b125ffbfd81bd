package io.heartwire.client.pool;

import io.heartwire.client.RawClient;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A borrowed session of plain WebSocket, to send messages. What the server sends goes to the
 * listeners that the pool's clients were built with.
 */
public final class RawSession extends BorrowedSession<RawClient> {

  RawSession(Lease<PooledClient<RawClient>> lease) {
    super(lease);
  }

  /** See {@link RawClient#send(String)}. */
  public CompletableFuture<@Nullable Void> send(String text) {
    return this.<@Nullable Void>request(client -> client.send(text));
  }

  /** See {@link RawClient#send(byte[])}. */
  public CompletableFuture<@Nullable Void> send(byte[] bytes) {
    return this.<@Nullable Void>request(client -> client.send(bytes));
  }
}
