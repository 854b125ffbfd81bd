package io.heartwire.connection;

/**
 * Round-trip times of one connection, in nanoseconds.
 *
 * <p>Smoothed as RFC 6298 section 2 does. Written by the connection's reading callback only, read
 * by any thread.
 */
final class RoundTrip {
  static final long UNKNOWN = -1;

  private final RoundTripListener listener;
  private volatile long last = UNKNOWN;
  private volatile long smoothed = UNKNOWN;

  RoundTrip(RoundTripListener listener) {
    this.listener = listener;
  }

  /**
   * Takes a measure, which the listener is told, too.
   *
   * @return false if it is {@link #UNKNOWN}
   */
  boolean measured(long nanos) {
    if (nanos == UNKNOWN) {
      return false;
    }
    smoothed = smoothed == UNKNOWN ? nanos : smoothed + (nanos - smoothed) / 8;
    last = nanos;
    listener.roundTrip(nanos);
    return true;
  }

  long last() {
    return last;
  }

  long smoothed() {
    return smoothed;
  }
}
