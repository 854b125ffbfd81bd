package io.heartwire.time;

import java.time.Instant;

/**
 * Where all time comes from, so that tests can own it.
 *
 * <p>Ages, deadlines and round trips use {@link #nanos()}, which no change of the wall clock can
 * bend. {@link #wallClock()} is for display, and for moments that others name by the time of day,
 * as tokens do. Implementations are safe for use by any thread.
 */
public interface TimeSource {

  /** Monotonic nanoseconds from an arbitrary origin; only differences mean something. */
  long nanos();

  /**
   * The later of two moments in nanoseconds, right also when the counter has overflowed between.
   */
  static long later(long a, long b) {
    return a - b > 0 ? a : b;
  }

  /**
   * Lets the calling thread rest until then. It may come back earlier, as when it is unparked.
   *
   * @param moment as {@link #nanos()} gives it
   */
  void restUntil(long moment);

  /** The time of day; may jump in either direction. */
  Instant wallClock();
}
