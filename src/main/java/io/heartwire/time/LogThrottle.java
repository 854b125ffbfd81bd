package io.heartwire.time;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets one log line per second through for one kind of trouble. Whoever uses it counts every
 * occurrence elsewhere. Safe for use by any thread.
 */
public final class LogThrottle {
  private static final long PERIOD_NANOS = 1_000_000_000L;

  private final TimeSource time;
  private final AtomicLong nextAt;

  public LogThrottle(TimeSource time) {
    this.time = time;
    this.nextAt = new AtomicLong(time.nanos());
  }

  /** Whether this occurrence may be logged. */
  public boolean permits() {
    long now = time.nanos();
    long due = nextAt.get();
    return now - due >= 0 && nextAt.compareAndSet(due, now + PERIOD_NANOS);
  }
}
