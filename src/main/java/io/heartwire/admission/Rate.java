package io.heartwire.admission;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.heartwire.time.TimeSource;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * How many handshakes in the long run, and how many at once.
 *
 * @param perSecond 0 = as many as come
 * @param burst how many may come at once after a quiet time
 */
record Rate(int perSecond, int burst) {

  boolean isLimited() {
    return perSecond > 0;
  }

  /** How long until a bucket that was emptied is full again: then it is as good as a new one. */
  Duration timeToFill() {
    return Duration.ofSeconds(burst).dividedBy(Math.max(1, perSecond));
  }

  /**
   * Makes full buckets, which share what they can. They are safe for use by any thread, without a
   * lock.
   */
  Supplier<Bucket> buckets(TimeSource time) {
    Bandwidth bandwidth =
        Bandwidth.builder().capacity(burst).refillGreedy(perSecond, Duration.ofSeconds(1)).build();
    TimeMeter meter = new Meter(time);
    return () -> Bucket.builder().addLimit(bandwidth).withCustomTimePrecision(meter).build();
  }

  private record Meter(TimeSource time) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      return time.nanos();
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }
}
