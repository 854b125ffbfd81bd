package io.heartwire.drain;

import java.time.Duration;

/**
 * A steady rate of closes, with bursts of at most a tenth of a second's share: after a pause of the
 * process the missed closes are not made up for.
 *
 * <p>Not thread-safe.
 */
final class DrainRate {
  /**
   * The promised rate is that of clients that reconnect, each after a random time. If closes run at
   * four fifths of it, for example 160 of 200 a second, reconnects stay below the rate in all but
   * one of a thousand seconds.
   */
  static final double SHARE = 0.8;

  private static final Duration MOST_AT_ONCE = Duration.ofMillis(100);
  private static final double NANOS_PER_SECOND = 1e9;

  private final double intervalNanos;
  private double dueAt; // nanoseconds since the begin
  private final long begin;

  /**
   * @param rate the promised rate, per second
   * @param begin when the first close is due
   */
  DrainRate(int rate, long begin) {
    this.intervalNanos = NANOS_PER_SECOND / (rate * SHARE);
    this.begin = begin;
  }

  /** Returns the time from the first to the last of so many closes. */
  static Duration lengthOf(int count, int rate) {
    return Duration.ofNanos((long) (Math.max(0, count - 1) * (NANOS_PER_SECOND / (rate * SHARE))));
  }

  /** Returns whether one more close is due, and counts it then. */
  boolean takes(long now) {
    double elapsed = now - begin;
    if (elapsed < dueAt) {
      return false;
    }
    dueAt = Math.max(dueAt, elapsed - MOST_AT_ONCE.toNanos()) + intervalNanos;
    return true;
  }
}
