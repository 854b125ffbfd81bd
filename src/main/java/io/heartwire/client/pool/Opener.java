package io.heartwire.client.pool;

import java.util.concurrent.CompletionStage;

/** Makes connections. Safe for use by any thread; does not wait. */
interface Opener<L extends Poolable> {

  /** Completes with an open connection, or fails, in bounded time. */
  CompletionStage<L> open();

  /** Whether the next attempt would fail for the same reason. */
  boolean isFinal(Throwable failure);
}
