package io.heartwire.client.pool;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Makes connections. Safe for use by any thread; does not wait. */
interface Opener<L extends Poolable> {

  /** Completes with an open connection, or fails when nothing is left of it; in bounded time. */
  CompletionStage<L> open();

  /** Whether the next attempt would fail for the same reason. */
  boolean isFinal(Throwable failure);

  /** When the server wants to see the next attempt, or null if it did not say. */
  @Nullable Duration advice(Throwable failure);

  /** Gives up the attempts under way. */
  void stop();
}
