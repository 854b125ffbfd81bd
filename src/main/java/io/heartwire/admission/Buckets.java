package io.heartwire.admission;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.heartwire.limit.Allowance;
import io.heartwire.limit.RateLimit;
import io.heartwire.time.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The tokens that handshakes cost: one bucket for all, and one for each address that was heard of
 * lately. An address whose bucket would be full again is forgotten, which changes nothing for it;
 * beyond the limit of the table those that come least often are forgotten before.
 *
 * <p>Safe for use by any thread, without a lock around what is shared by all.
 */
final class Buckets {
  private static final Duration LEAST_REMEMBERED = Duration.ofSeconds(1);

  private final RateLimit rate;
  private final AddressLimits limits;
  private final Optional<Allowance> ofAll;
  private final Optional<Supplier<Allowance>> ofAddress;
  private final Cache<AddressPrefix, Allowance> byAddress;

  Buckets(RateLimit rate, AddressLimits limits, TimeSource time) {
    this.rate = rate;
    this.limits = limits;
    this.ofAll = makerOf(rate, time).map(Supplier::get);
    this.ofAddress = makerOf(limits.rate(), time);
    this.byAddress =
        Caffeine.newBuilder()
            .maximumSize(limits.maxTracked())
            .expireAfterAccess(limits.rate().timeToFill().plus(LEAST_REMEMBERED))
            .ticker(time::nanos)
            .executor(Runnable::run)
            .build();
  }

  private static Optional<Supplier<Allowance>> makerOf(RateLimit limit, TimeSource time) {
    return limit.isUnlimited() ? Optional.empty() : Optional.of(Allowance.shared(limit, time));
  }

  /** Whether these still are what is configured. */
  boolean areOf(AdmissionConfig config) {
    return rate.equals(config.rate()) && limits.equals(config.addresses());
  }

  /** Takes a token of the address; false if there is none. */
  boolean take(AddressPrefix address) {
    return ofAddress
        .map(fresh -> byAddress.get(address, first -> fresh.get()).take(1))
        .orElse(true);
  }

  /** The same of all addresses together. */
  boolean take() {
    return ofAll.map(bucket -> bucket.take(1)).orElse(true);
  }

  /** How many addresses are remembered; exact once there is nothing left to clean up. */
  long addresses() {
    byAddress.cleanUp();
    return byAddress.estimatedSize();
  }
}
