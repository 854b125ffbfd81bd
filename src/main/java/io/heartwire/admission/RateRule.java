package io.heartwire.admission;

import io.heartwire.time.TimeSource;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Limits the rate of handshakes of one client address and of all together. The address is checked
 * first: otherwise a flood from one address would use up the tokens of all.
 */
@Singleton
class RateRule implements AdmissionRule {
  private final CurrentConfig config;
  private final TimeSource time;
  private volatile Measure measure;

  /** The buckets, and the settings that they were made for. */
  private record Measure(AdmissionConfig config, RateBuckets buckets) {}

  @Inject
  RateRule(CurrentConfig config, TimeSource time) {
    this.config = config;
    this.time = time;
    AdmissionConfig now = config.get();
    this.measure = new Measure(now, new RateBuckets(now.rate(), now.addresses(), time));
  }

  @Override
  public @Nullable Refusal check(AdmissionRequest request) {
    AdmissionConfig now = config.get();
    RateBuckets current = current(now);
    if (!current.take(request.reservation().address())) {
      return Refusal.addressRate(now.retryAfter());
    }
    return current.take() ? null : Refusal.rate(now.retryAfter());
  }

  /** Returns the buckets; after a change of the rate, new ones that are full. */
  private RateBuckets current(AdmissionConfig now) {
    Measure known = measure;
    if (isSame(known.config, now)) {
      return known.buckets;
    }
    RateBuckets current =
        known.buckets.areOf(now)
            ? known.buckets
            : new RateBuckets(now.rate(), now.addresses(), time);
    measure = new Measure(now, current);
    return current;
  }

  /**
   * Compares by identity, which is cheap; a full comparison is needed only once a second, after the
   * settings were read again.
   */
  @SuppressWarnings("ReferenceEquality")
  private static boolean isSame(AdmissionConfig one, AdmissionConfig other) {
    return one == other;
  }
}
