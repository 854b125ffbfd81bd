package io.heartwire.client;

import java.time.Duration;
import java.time.Instant;

/**
 * Where a client's time comes from, so that tests can own it. Implementations are safe for use by
 * any thread.
 */
public interface ClientTime {

  /** Monotonic nanoseconds from an arbitrary origin; only differences mean something. */
  long nanos();

  /** The time of day, for those that servers name. */
  Instant wallClock();

  /** Runs a task once, later, on a thread that it must not hold. */
  Timer after(Duration delay, Runnable task);

  /** A task that waits for its time. */
  @FunctionalInterface
  interface Timer {
    /** It will not begin any more; one that has begun goes on. */
    void cancel();
  }
}
