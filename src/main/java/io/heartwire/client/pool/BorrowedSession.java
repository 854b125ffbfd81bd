package io.heartwire.client.pool;

import io.heartwire.client.HeartwireClient;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A session that a {@link SessionPool} lends, until it is given back by {@link #close}.
 *
 * <p>Safe for use by any thread. After {@code close} every method, {@code close} included, throws
 * {@link IllegalStateException}. A connection that breaks is not replaced while it is borrowed: its
 * requests fail, and the next session has another connection.
 *
 * @param <C> the client of its connection
 */
public abstract sealed class BorrowedSession<C extends HeartwireClient> implements AutoCloseable
    permits Session, RawSession {
  private final Lease<PooledClient<C>> lease;

  BorrowedSession(Lease<PooledClient<C>> lease) {
    this.lease = lease;
  }

  /**
   * Gives the session back, and returns at once. Requests under way still complete: the session is
   * lent again after that.
   *
   * @throws IllegalStateException if it was given back already: another borrower may have it by now
   */
  @Override
  public final void close() {
    lease.giveBack();
  }

  /** Names its number in the pool. */
  @Override
  public final String toString() {
    return lease.entry().toString();
  }

  final <T extends @Nullable Object> CompletableFuture<T> request(
      Function<C, CompletableFuture<T>> request) {
    return lease.request(connection -> request.apply(connection.client()));
  }

  final <T> T call(Function<C, T> step) {
    return lease.call(connection -> step.apply(connection.client()));
  }
}
