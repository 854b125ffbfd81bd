package io.heartwire.drain;

import java.time.Duration;

/**
 * So many a second, evenly, and never more at once than fall due in a tenth of a second: after a
 * pause of the process what was missed is not made up for.
 *
 * <p>Used by one thread.
 */
final class Pace {
  /**
   * The rate is a promise about clients that come back, and each of them takes a random time to do
   * so: of 200 a second, four fifths in mean are below 200 in any second but one of a thousand.
   */
  static final double SHARE = 0.8;

  private static final Duration MOST_AT_ONCE = Duration.ofMillis(100);
  private static final double NANOS_PER_SECOND = 1e9;

  private final double intervalNanos;
  private double dueAt; // nanoseconds since the begin
  private final long begin;

  /**
   * @param rate the rate that is promised, a second
   * @param begin when the first is due
   */
  Pace(int rate, long begin) {
    this.intervalNanos = NANOS_PER_SECOND / (rate * SHARE);
    this.begin = begin;
  }

  /** From the first of so many to the last. */
  static Duration lengthOf(int count, int rate) {
    return Duration.ofNanos((long) (Math.max(0, count - 1) * (NANOS_PER_SECOND / (rate * SHARE))));
  }

  /** Whether one more is due; it is counted as done then. */
  boolean takes(long now) {
    double elapsed = now - begin;
    if (elapsed < dueAt) {
      return false;
    }
    dueAt = Math.max(dueAt, elapsed - MOST_AT_ONCE.toNanos()) + intervalNanos;
    return true;
  }
}
