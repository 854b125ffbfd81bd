package io.heartwire.connection;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Round-trip times of one connection, in nanoseconds.
 *
 * <p>Smoothed as RFC 6298 section 2 does. Written by the connection's reading callback only, read
 * by any thread.
 */
final class RoundTrip {
  static final long UNKNOWN = -1;

  /** The most that are remembered. */
  static final int MOST_RECENT = 16;

  private static final long MICRO = 1000;

  private final TimingListener listener;
  private volatile long last = UNKNOWN;
  private volatile long smoothed = UNKNOWN;
  private int @Nullable [] ring; // microseconds; what is before measurements is published by it
  private volatile int measurements;

  RoundTrip(TimingListener listener) {
    this.listener = listener;
  }

  /**
   * Takes a measurement, and passes it to the listener.
   *
   * @return false if it is {@link #UNKNOWN}
   */
  boolean measured(long nanos) {
    if (nanos == UNKNOWN) {
      return false;
    }
    smoothed = smoothed == UNKNOWN ? nanos : smoothed + (nanos - smoothed) / 8;
    last = nanos;
    remember(nanos);
    listener.roundTrip(nanos);
    return true;
  }

  /** The last measurements in microseconds, oldest first; one may be newer than those after it. */
  int[] recentMicros() {
    int count = measurements;
    int[] kept = ring;
    int[] recent = new int[kept == null ? 0 : Math.min(count, MOST_RECENT)];
    for (int i = 0; i < recent.length; i++) {
      recent[i] = Objects.requireNonNull(kept)[(count - recent.length + i) % MOST_RECENT];
    }
    return recent;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one reading callback at a time
  private void remember(long nanos) {
    int[] kept = ring;
    if (kept == null) {
      kept = new int[MOST_RECENT];
      ring = kept;
    }
    kept[measurements % MOST_RECENT] = (int) Math.min(Integer.MAX_VALUE, nanos / MICRO);
    measurements++;
  }

  long last() {
    return last;
  }

  long smoothed() {
    return smoothed;
  }
}
