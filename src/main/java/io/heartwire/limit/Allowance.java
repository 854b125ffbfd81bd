package io.heartwire.limit;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.SynchronizationStrategy;
import io.heartwire.time.TimeSource;
import java.time.Duration;

/**
 * One token bucket, full at the beginning. Taking from it allocates nothing.
 *
 * <p>Used by one thread at a time; each sees what the one before did.
 */
public final class Allowance {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Bucket bucket;

  /**
   * @throws IllegalArgumentException if there is no limit, and so no bucket of any size
   */
  public Allowance(RateLimit limit, TimeSource time) {
    if (limit.isUnlimited()) {
      throw new IllegalArgumentException("no limit needs no bucket");
    }
    bucket =
        Bucket.builder()
            .addLimit(
                Bandwidth.builder()
                    .capacity(limit.burst())
                    .refillGreedy(limit.perSecond(), SECOND)
                    .build())
            .withCustomTimePrecision(new Meter(time))
            .withSynchronizationStrategy(SynchronizationStrategy.NONE)
            .build();
  }

  /** Takes so many tokens, or none if there are not so many. */
  public boolean take(int amount) {
    return amount == 0 || bucket.tryConsume(amount);
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
