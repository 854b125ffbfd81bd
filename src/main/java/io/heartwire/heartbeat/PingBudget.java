package io.heartwire.heartbeat;

import io.heartwire.connection.Pulse;
import java.time.Duration;

/**
 * How many pings one sweep may send, so that a crowd which became due at one moment (after a pause
 * of the process, or because all answered the same message) is not asked at one moment, and its
 * answers do not come at one.
 *
 * <p>That is {@link #TIMES_EVEN} times what a sweep would send if all pings were spread evenly:
 * everybody's turn comes within a quarter of an interval, which is within the 10 s by which clients
 * of the Centrifuge protocol expect a ping of 25 s at the latest. Used by the sweeping thread only.
 */
final class PingBudget {
  static final int TIMES_EVEN = 4;

  /** So few are never too many. */
  static final int LEAST = 100;

  private double sweepNanos;
  private double sharePerSweep;
  private double evenly;
  private int left;

  /** A sweep begins; what it may spend follows from the connections that the last one saw. */
  void renew(Duration sweepInterval, Duration interval) {
    left = Math.max(LEAST, (int) Math.ceil(TIMES_EVEN * evenly));
    evenly = 0;
    sweepNanos = sweepInterval.toNanos();
    sharePerSweep = share(interval.toNanos());
  }

  /** Takes a connection into account. */
  void expect(Pulse pulse) {
    long every = pulse.pingEvery();
    evenly += every == Pulse.NEVER ? sharePerSweep : share(every);
  }

  boolean isSpent() {
    return left <= 0;
  }

  /** A ping has been asked for. */
  void spend() {
    left--;
  }

  private double share(long interval) {
    return Math.min(1, sweepNanos / interval);
  }
}
