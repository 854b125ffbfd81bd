package io.heartwire.testkit;

import io.heartwire.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Clocks that the test advances. They are independent: a real wall clock may jump while the
 * monotonic one does not.
 */
public final class ManualTimeSource implements TimeSource {
  // Negative, so that a test crosses zero where code compares instead of subtracting.
  private static final long ORIGIN = -Duration.ofSeconds(7).toNanos();

  private final AtomicLong nanos;
  private final AtomicReference<Instant> wallClock =
      new AtomicReference<>(Instant.parse("2024-02-29T23:59:00Z"));
  private final AtomicReference<@Nullable Runnable> interlude = new AtomicReference<>();

  public ManualTimeSource() {
    this(ORIGIN);
  }

  public ManualTimeSource(long origin) {
    nanos = new AtomicLong(origin);
  }

  @Override
  public long nanos() {
    Runnable first = interlude.getAndSet(null);
    if (first != null) {
      first.run();
    }
    return nanos.get();
  }

  /** Returns after at most a millisecond, in case the test has advanced the clock. */
  @Override
  public void restUntil(long moment) {
    if (moment - nanos.get() > 0) {
      LockSupport.parkNanos(this, 1_000_000);
    }
  }

  @Override
  public Instant wallClock() {
    return wallClock.get();
  }

  /** Advances the monotonic clock only. */
  public void advance(Duration step) {
    nanos.addAndGet(step.toNanos());
  }

  /** Changes the wall clock only, in either direction. */
  public void jumpWallClock(Duration jump) {
    wallClock.updateAndGet(before -> before.plus(jump));
  }

  /**
   * Runs a step at the next read of the monotonic clock, in the middle of the code under test: it
   * simulates another thread's step at the worst moment.
   */
  public void atNextRead(Runnable step) {
    interlude.set(step);
  }
}
