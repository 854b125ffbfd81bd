package io.heartwire.heartbeat;

import java.time.Duration;

/**
 * When connections have lived long enough, and how many of them one sweep may end.
 *
 * <p>A lifetime is spread by {@link #SPREAD} around the configured one, so that a crowd that came
 * together does not leave together. Nor does one that turns out to be too old at one moment, after
 * a pause of the process or a change of the setting: a sweep ends no more than if their lifetimes
 * were spread evenly. Used by the sweeping thread only.
 */
final class Retirements {
  /** From 90 to 110 percent. */
  private static final double SPREAD = 0.2;

  /** So few are never too many. */
  static final int LEAST = 10;

  private int seen;
  private int left;

  /**
   * @param phase where in the spread a connection's lifetime lies, from ½ to 1
   */
  static long lifetime(long configured, double phase) {
    double share = 2 * phase - 1;
    return (long) (configured * (1 - SPREAD / 2 + SPREAD * share));
  }

  /** A sweep begins; what it may end follows from the connections that the last one saw. */
  void renew(Duration sweepInterval, Duration lifetime) {
    double sweeps = SPREAD * lifetime.toNanos() / sweepInterval.toNanos();
    left = Math.max(LEAST, (int) Math.ceil(seen / Math.max(1, sweeps)));
    seen = 0;
  }

  /** Takes a connection into account. */
  void expect() {
    seen++;
  }

  /** Whether one more may go. */
  boolean spend() {
    return left-- > 0;
  }
}
