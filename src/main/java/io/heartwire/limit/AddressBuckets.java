package io.heartwire.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.heartwire.time.TimeSource;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * A token bucket for each recent address. An address is removed once its bucket would be full
 * again, which changes nothing for it. Beyond the size limit those used least often are removed
 * earlier.
 *
 * <p>Safe for use by any thread, without a lock that addresses share.
 */
public final class AddressBuckets {
  private static final Duration LEAST_REMEMBERED = Duration.ofSeconds(1);

  private final Supplier<TokenBucket> fresh;
  private final Cache<AddressPrefix, TokenBucket> byAddress;

  /**
   * @param most addresses
   * @throws IllegalArgumentException if the rate is unlimited
   */
  public AddressBuckets(RateLimit rate, int most, TimeSource time) {
    this.fresh = TokenBucket.shared(rate, time);
    this.byAddress =
        Caffeine.newBuilder()
            .maximumSize(most)
            .expireAfterAccess(rate.timeToFill().plus(LEAST_REMEMBERED))
            .ticker(time::nanos)
            .executor(Runnable::run)
            .build();
  }

  /** Takes a token from the address's bucket; returns false if it is empty. */
  public boolean take(AddressPrefix address) {
    return byAddress.get(address, first -> fresh.get()).take(1);
  }

  /** The number of addresses that are tracked. */
  public long addresses() {
    byAddress.cleanUp();
    return byAddress.estimatedSize();
  }
}
