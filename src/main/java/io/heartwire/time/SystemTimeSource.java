package io.heartwire.time;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** The system's clocks. */
@Singleton
public final class SystemTimeSource implements TimeSource {

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public void restUntil(long moment) {
    LockSupport.parkNanos(this, moment - System.nanoTime());
  }

  @Override
  public Instant wallClock() {
    return Instant.now();
  }
}
