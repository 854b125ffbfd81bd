package io.heartwire.client;

import java.time.Duration;
import java.time.Instant;

/**
 * The clock and timers of a client; tests replace them. Implementations are safe for use by any
 * thread.
 */
public interface ClientTime {

  /** Monotonic nanoseconds from an arbitrary origin; only differences mean something. */
  long nanos();

  /** The time of day, to compare with times that servers name. */
  Instant wallClock();

  /** Runs a task once after the delay, on a thread that it must not block. */
  Timer after(Duration delay, Runnable task);

  /** A task that waits until it is due. */
  @FunctionalInterface
  interface Timer {
    /** Prevents the task from starting; one that runs goes on. */
    void cancel();
  }
}
