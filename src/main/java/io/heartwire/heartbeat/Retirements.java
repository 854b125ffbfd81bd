package io.heartwire.heartbeat;

import java.time.Duration;

/**
 * The lifetimes of connections, and the budget of old connections that one sweep may close.
 *
 * <p>Lifetimes are spread by {@link #SPREAD} around the configured one, so that clients that
 * connected together are not closed together. The budget does the same for connections that become
 * too old at one moment, after a pause of the process or a change of the setting: a sweep closes no
 * more than if their lifetimes were spread evenly. Used by the sweeping thread only.
 */
final class Retirements {
  /** From 90 to 110 percent. */
  private static final double SPREAD = 0.2;

  /** The least budget, for small pools. */
  static final int LEAST = 10;

  private int seen;
  private int left;

  /**
   * @param phase the connection's place in the spread, from ½ to 1
   */
  static long lifetime(long configured, double phase) {
    double share = 2 * phase - 1;
    return (long) (configured * (1 - SPREAD / 2 + SPREAD * share));
  }

  /** Begins a sweep; its budget follows from the connections of the last one. */
  void renew(Duration sweepInterval, Duration lifetime) {
    double sweeps = SPREAD * lifetime.toNanos() / sweepInterval.toNanos();
    left = Math.max(LEAST, (int) Math.ceil(seen / Math.max(1, sweeps)));
    seen = 0;
  }

  /** Counts a connection for the next budget. */
  void expect() {
    seen++;
  }

  /** Returns whether one more connection may be closed, and counts it. */
  boolean spend() {
    return left-- > 0;
  }
}
