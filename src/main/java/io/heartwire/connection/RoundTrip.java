package io.heartwire.connection;

/**
 * Round-trip times of one connection, in nanoseconds.
 *
 * <p>Smoothed as RFC 6298 section 2 does. Written by the connection's reading callback only, read
 * by any thread.
 */
final class RoundTrip {
  static final long UNKNOWN = -1;

  private volatile long last = UNKNOWN;
  private volatile long smoothed = UNKNOWN;

  void measured(long nanos) {
    smoothed = smoothed == UNKNOWN ? nanos : smoothed + (nanos - smoothed) / 8;
    last = nanos;
  }

  long last() {
    return last;
  }

  long smoothed() {
    return smoothed;
  }
}
