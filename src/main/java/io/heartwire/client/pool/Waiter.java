package io.heartwire.client.pool;

import java.util.concurrent.CompletableFuture;

/** A borrower in the queue. Its place there is guarded by the lock of the books. */
final class Waiter<L extends Poolable> {
  private final long ticket;
  private final Borrower borrower;
  private final long since;
  private final CompletableFuture<Lease<L>> future = new CompletableFuture<>();

  /** It has gone and never comes back to the queue; guarded by the lock of the books. */
  boolean isGone;

  /**
   * @param ticket its place: the lowest is served first
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

  /** False if it has a session, or has failed, already. */
  boolean fail(PoolException why) {
    return future.completeExceptionally(why);
  }
}
