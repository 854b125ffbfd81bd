package io.heartwire.client.pool;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Makes the connections of a pool. Safe for use by any thread; no method blocks. */
interface ConnectionFactory<L extends Poolable> {

  /** Completes in bounded time with an open connection, or fails once nothing is left of it. */
  CompletionStage<L> open();

  /** Whether the next attempt would fail for the same reason. */
  boolean isFinal(Throwable failure);

  /** After which time the server wants the next attempt, or null if it did not say. */
  @Nullable Duration advice(Throwable failure);

  /** Ends the attempts under way. */
  void stop();
}
