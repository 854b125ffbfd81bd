package io.heartwire.heartbeat;

import io.heartwire.connection.LivenessFacts;
import java.time.Duration;

/**
 * The budget of pings of one sweep. Many connections may become due at the same moment, after a
 * pause of the process or because all answered the same message; the budget keeps them from being
 * pinged, and from answering, all at once.
 *
 * <p>It is {@link #TIMES_EVEN} times the pings of a sweep if they were spread evenly: every
 * connection is pinged within a quarter of an interval after it is due. With an interval of 25 s
 * that is within the 10 s of delay that clients of the Centrifuge protocol tolerate. Used by the
 * sweeping thread only.
 */
final class PingBudget {
  static final int TIMES_EVEN = 4;

  /** The least budget, for small pools. */
  static final int LEAST = 100;

  private double sweepNanos;
  private double sharePerSweep;
  private double evenly;
  private int left;

  /** Begins a sweep; its budget follows from the connections of the last one. */
  void renew(Duration sweepInterval, Duration interval) {
    left = Math.max(LEAST, (int) Math.ceil(TIMES_EVEN * evenly));
    evenly = 0;
    sweepNanos = sweepInterval.toNanos();
    sharePerSweep = share(interval.toNanos());
  }

  /** Counts a connection for the next budget. */
  void expect(LivenessFacts facts) {
    long every = facts.pingEvery();
    evenly += every == LivenessFacts.NEVER ? sharePerSweep : share(every);
  }

  boolean isSpent() {
    return left <= 0;
  }

  /** Counts a ping against the budget. */
  void spend() {
    left--;
  }

  private double share(long interval) {
    return Math.min(1, sweepNanos / interval);
  }
}
