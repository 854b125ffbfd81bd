package io.heartwire.client.pool;

import java.util.concurrent.CompletionStage;

/**
 * A connection as the pool sees it: open from the beginning until it is closed.
 *
 * <p>Safe for use by any thread; no method blocks.
 */
interface Poolable {

  boolean isOpen();

  /** Whether a borrower has left nothing on it, apart from requests under way. */
  boolean isClean();

  /** Whether a request's failure shows that the connection does not work any more. */
  boolean isBrokenBy(Throwable failure);

  /** Removes what a borrower left; fails if it cannot. */
  CompletionStage<?> reset();

  /** Completes when the server has answered; fails if it cannot answer any more. */
  CompletionStage<?> ping();

  /** Completes in bounded time, when the connection has ended; never fails. */
  CompletionStage<?> close();

  /** Runs the task once when the connection has ended for any reason; at once if it has already. */
  void onClosed(Runnable task);
}
