package io.heartwire.time;

import java.time.Instant;

/**
 * The source of all time, which tests replace.
 *
 * <p>Ages, deadlines and round trips use {@link #nanos()}, which changes of the wall clock do not
 * affect. {@link #wallClock()} is for display, and for times from outside, such as those of tokens.
 * Implementations are safe for use by any thread.
 */
public interface TimeSource {

  /** Monotonic nanoseconds from an arbitrary origin; only differences have a meaning. */
  long nanos();

  /**
   * Returns the later of two moments in nanoseconds, also if the counter has overflowed between
   * them.
   */
  static long later(long a, long b) {
    return a - b > 0 ? a : b;
  }

  /**
   * Parks the calling thread until then. It may return earlier, for example when the thread is
   * unparked.
   *
   * @param moment a moment of {@link #nanos()}
   */
  void restUntil(long moment);

  /** The time of day; may jump in either direction. */
  Instant wallClock();
}
