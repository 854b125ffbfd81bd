package io.heartwire.client.pool;

import io.heartwire.client.RawClient;
import java.util.concurrent.CompletionStage;

/**
 * A borrowed session without a protocol, to send messages, until it is given back by {@link
 * #close}. What the server sends goes to the listener that the pool's clients were built with.
 *
 * <p>Safe for use by any thread. After {@code close} every method, {@code close} included, throws
 * {@link IllegalStateException}.
 */
public final class RawSession implements Borrowed {
  private final Lease<ClientConnection<RawClient>> lease;

  RawSession(Lease<ClientConnection<RawClient>> lease) {
    this.lease = lease;
  }

  /** See {@link RawClient#send(String)}. */
  public CompletionStage<Void> send(String text) {
    return lease.request(connection -> connection.client().send(text));
  }

  /** See {@link RawClient#send(byte[])}. */
  public CompletionStage<Void> send(byte[] bytes) {
    return lease.request(connection -> connection.client().send(bytes));
  }

  @Override
  public void close() {
    lease.giveBack();
  }

  /** With its number in the pool. */
  @Override
  public String toString() {
    return lease.pooled().toString();
  }
}
