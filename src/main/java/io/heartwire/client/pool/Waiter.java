package io.heartwire.client.pool;

import java.util.concurrent.CompletableFuture;

/** A borrower in the queue of a {@link PoolState}. */
final class Waiter<L extends Poolable> {
  private final long ticket;
  private final Borrower borrower;
  private final long since;
  private final CompletableFuture<Lease<L>> future = new CompletableFuture<>();

  /** Whether it has left the queue for ever. Guarded by the lock of {@link PoolState}. */
  boolean isGone;

  /**
   * @param ticket its place in the queue: the lowest is served first
   */
  Waiter(long ticket, Borrower borrower, long since) {
    this.ticket = ticket;
    this.borrower = borrower;
    this.since = since;
  }

  long ticket() {
    return ticket;
  }

  Borrower borrower() {
    return borrower;
  }

  long since() {
    return since;
  }

  CompletableFuture<Lease<L>> future() {
    return future;
  }

  /** Fails it; false if it has a session or has failed already. */
  boolean fail(PoolException why) {
    return future.completeExceptionally(why);
  }
}
