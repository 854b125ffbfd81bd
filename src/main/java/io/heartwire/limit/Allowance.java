package io.heartwire.limit;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.SynchronizationStrategy;
import io.heartwire.time.TimeSource;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * One token bucket, full at the beginning. Taking from it allocates nothing.
 *
 * <p>Used by one thread at a time, each of which sees what the one before did; those that {@link
 * #shared} makes are safe for use by any thread, without a lock.
 */
public final class Allowance {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Bucket bucket;

  /**
   * @throws IllegalArgumentException if there is no limit, and so no bucket of any size
   */
  public Allowance(RateLimit limit, TimeSource time) {
    this(bandwidth(limit), new Meter(time), SynchronizationStrategy.NONE);
  }

  private Allowance(Bandwidth bandwidth, TimeMeter meter, SynchronizationStrategy strategy) {
    bucket =
        Bucket.builder()
            .addLimit(bandwidth)
            .withCustomTimePrecision(meter)
            .withSynchronizationStrategy(strategy)
            .build();
  }

  /**
   * Makes any number of one kind, each of which many threads may share.
   *
   * @throws IllegalArgumentException as the constructor does
   */
  public static Supplier<Allowance> shared(RateLimit limit, TimeSource time) {
    Bandwidth bandwidth = bandwidth(limit);
    TimeMeter meter = new Meter(time);
    return () -> new Allowance(bandwidth, meter, SynchronizationStrategy.LOCK_FREE);
  }

  /** Takes so many tokens, or none if there are not so many. */
  public boolean take(int amount) {
    return amount == 0 || bucket.tryConsume(amount);
  }

  private static Bandwidth bandwidth(RateLimit limit) {
    if (limit.isUnlimited()) {
      throw new IllegalArgumentException("no limit needs no bucket");
    }
    return Bandwidth.builder()
        .capacity(limit.burst())
        .refillGreedy(limit.perSecond(), SECOND)
        .build();
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
