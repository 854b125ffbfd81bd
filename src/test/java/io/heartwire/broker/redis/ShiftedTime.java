package io.heartwire.broker.redis;

import io.heartwire.time.TimeSource;
import java.time.Duration;
import java.time.Instant;

/** The real clocks, shifted. Safe for use by any thread. */
final class ShiftedTime implements TimeSource {
  private volatile long nanos;
  private final Duration wallClock;

  /**
   * @param wallClock by how much the time of day is ahead
   */
  ShiftedTime(Duration wallClock) {
    this.wallClock = wallClock;
  }

  /** As if the process had stood still for so long. */
  void standStill(Duration length) {
    nanos = length.toNanos();
  }

  @Override
  public long nanos() {
    return RedisNode.CLOCK.nanos() + nanos;
  }

  @Override
  public void restUntil(long moment) {
    RedisNode.CLOCK.restUntil(moment - nanos);
  }

  @Override
  public Instant wallClock() {
    return RedisNode.CLOCK.wallClock().plus(wallClock);
  }
}
