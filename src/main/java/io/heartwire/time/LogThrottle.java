package io.heartwire.time;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Permits one log line per second, or per longer period, for one kind of event. Callers count every
 * event elsewhere. Safe for use by any thread.
 */
public final class LogThrottle {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final TimeSource time;
  private final long periodNanos;
  private final AtomicLong nextAt;

  public LogThrottle(TimeSource time) {
    this(time, SECOND);
  }

  public LogThrottle(TimeSource time, Duration period) {
    this.time = time;
    this.periodNanos = period.toNanos();
    this.nextAt = new AtomicLong(time.nanos());
  }

  /** Returns whether this event may be logged. */
  public boolean permits() {
    long now = time.nanos();
    long due = nextAt.get();
    return now - due >= 0 && nextAt.compareAndSet(due, now + periodNanos);
  }
}
