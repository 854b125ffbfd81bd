package io.heartwire.admission;

import io.heartwire.limit.AddressBuckets;
import io.heartwire.limit.AddressPrefix;
import io.heartwire.limit.RateLimit;
import io.heartwire.limit.TokenBucket;
import io.heartwire.time.TimeSource;
import java.util.Optional;

/**
 * The token buckets for handshakes: one for all clients, and one for each recent address.
 *
 * <p>Safe for use by any thread, without a lock around the shared bucket.
 */
final class RateBuckets {
  private final RateLimit rate;
  private final AddressLimits limits;
  private final Optional<TokenBucket> ofAll;
  private final Optional<AddressBuckets> byAddress;

  RateBuckets(RateLimit rate, AddressLimits limits, TimeSource time) {
    this.rate = rate;
    this.limits = limits;
    this.ofAll =
        rate.isUnlimited() ? Optional.empty() : Optional.of(TokenBucket.shared(rate, time).get());
    this.byAddress =
        limits.rate().isUnlimited()
            ? Optional.empty()
            : Optional.of(new AddressBuckets(limits.rate(), limits.maxTracked(), time));
  }

  /** Returns whether these buckets have the configured rates. */
  boolean areOf(AdmissionConfig config) {
    return rate.equals(config.rate()) && limits.equals(config.addresses());
  }

  /** Takes a token from the address's bucket; returns false if it is empty. */
  boolean take(AddressPrefix address) {
    return byAddress.map(buckets -> buckets.take(address)).orElse(true);
  }

  /** Takes a token from the bucket of all clients; returns false if it is empty. */
  boolean take() {
    return ofAll.map(bucket -> bucket.take(1)).orElse(true);
  }

  /** The number of addresses that are tracked. */
  long addresses() {
    return byAddress.map(AddressBuckets::addresses).orElse(0L);
  }
}
