package io.heartwire.limit;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.SynchronizationStrategy;
import io.heartwire.time.TimeSource;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * A token bucket that is full at first. Taking tokens allocates nothing.
 *
 * <p>Not thread-safe: used by one thread at a time, with a happens-before between them. Buckets
 * from {@link #shared} are safe for use by any thread, without a lock.
 */
public final class TokenBucket {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Bucket bucket;

  /**
   * @throws IllegalArgumentException if the limit is unlimited
   */
  public TokenBucket(RateLimit limit, TimeSource time) {
    this(bandwidth(limit), new Meter(time), SynchronizationStrategy.NONE);
  }

  private TokenBucket(Bandwidth bandwidth, TimeMeter meter, SynchronizationStrategy strategy) {
    bucket =
        Bucket.builder()
            .addLimit(bandwidth)
            .withCustomTimePrecision(meter)
            .withSynchronizationStrategy(strategy)
            .build();
  }

  /**
   * Returns a factory of buckets of this limit, each of which many threads may share.
   *
   * @throws IllegalArgumentException if the limit is unlimited
   */
  public static Supplier<TokenBucket> shared(RateLimit limit, TimeSource time) {
    Bandwidth bandwidth = bandwidth(limit);
    TimeMeter meter = new Meter(time);
    return () -> new TokenBucket(bandwidth, meter, SynchronizationStrategy.LOCK_FREE);
  }

  /** Takes so many tokens and returns true, or takes none and returns false if there are fewer. */
  public boolean take(int amount) {
    return amount == 0 || bucket.tryConsume(amount);
  }

  private static Bandwidth bandwidth(RateLimit limit) {
    if (limit.isUnlimited()) {
      throw new IllegalArgumentException("an unlimited rate needs no bucket");
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
