package io.heartwire.admission;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.heartwire.time.TimeSource;
import java.time.Duration;
import java.util.Optional;

/**
 * The tokens that handshakes cost: one bucket for all, and one for each address that was heard of
 * lately. An address whose bucket would be full again is forgotten, which changes nothing for it;
 * beyond the limit of the table those that come least often are forgotten before.
 *
 * <p>Safe for use by any thread, without a lock around what is shared by all.
 */
final class Buckets {
  private static final Duration LEAST_REMEMBERED = Duration.ofSeconds(1);
  private static final long PASSED = 0;

  private final Rate rate;
  private final AddressLimits limits;
  private final TimeSource time;
  private final Optional<Bucket> ofAll;
  private final Cache<AddressPrefix, Bucket> byAddress;

  Buckets(Rate rate, AddressLimits limits, TimeSource time) {
    this.rate = rate;
    this.limits = limits;
    this.time = time;
    this.ofAll = rate.isLimited() ? Optional.of(rate.bucket(time)) : Optional.empty();
    this.byAddress =
        Caffeine.newBuilder()
            .maximumSize(limits.maxTracked())
            .expireAfterAccess(limits.rate().timeToFill().plus(LEAST_REMEMBERED))
            .ticker(time::nanos)
            .executor(Runnable::run)
            .build();
  }

  /** Whether these still are what is configured. */
  boolean areOf(AdmissionConfig config) {
    return rate.equals(config.rate()) && limits.equals(config.addresses());
  }

  /**
   * Takes one token of the address.
   *
   * @return 0, or how long until there is one, in nanoseconds
   */
  long take(AddressPrefix address) {
    return limits.rate().isLimited()
        ? take(byAddress.get(address, first -> limits.rate().bucket(time)))
        : PASSED;
  }

  /** The same of all addresses together. */
  long take() {
    return ofAll.map(Buckets::take).orElse(PASSED);
  }

  /** How many addresses are remembered; exact once there is nothing left to clean up. */
  long addresses() {
    byAddress.cleanUp();
    return byAddress.estimatedSize();
  }

  private static long take(Bucket bucket) {
    return bucket.tryConsume(1)
        ? PASSED
        : Math.max(1, bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill());
  }
}
