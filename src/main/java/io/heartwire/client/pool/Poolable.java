package io.heartwire.client.pool;

import java.util.concurrent.CompletionStage;

/**
 * A connection as the pool sees it: open from the beginning, and never again once it was closed.
 *
 * <p>Safe for use by any thread; no method waits.
 */
interface Poolable {

  boolean isOpen();

  /** Whether nothing of a borrower's is left on it, apart from requests under way. */
  boolean isClean();

  /** Whether a request's failure says that the connection does not work any more. */
  boolean isBrokenBy(Throwable failure);

  /** Removes what a borrower left; fails if it cannot. */
  CompletionStage<?> reset();

  /** Completes when the server has answered, and fails if it cannot any more. */
  CompletionStage<?> ping();

  /** Completes when the connection is gone, in bounded time; never fails. */
  CompletionStage<?> close();

  /** Runs once when the connection has ended for whatever reason; at once if it has already. */
  void onClosed(Runnable task);
}
