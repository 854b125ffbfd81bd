package io.heartwire.admission;

import io.heartwire.time.TimeSource;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Only so many handshakes a second, of one client address and of all together. The address is asked
 * first: who floods from one must not use up what belongs to all.
 */
@Singleton
class RateRule implements AdmissionRule {
  private final CurrentConfig config;
  private final TimeSource time;
  private volatile Measure measure;

  /** The buckets by which it is measured, as long as this is configured. */
  private record Measure(AdmissionConfig config, Buckets buckets) {}

  @Inject
  RateRule(CurrentConfig config, TimeSource time) {
    this.config = config;
    this.time = time;
    AdmissionConfig now = config.get();
    this.measure = new Measure(now, new Buckets(now.rate(), now.addresses(), time));
  }

  @Override
  public @Nullable Refusal check(Arrival arrival) {
    AdmissionConfig now = config.get();
    Buckets current = current(now);
    if (!current.take(arrival.place().address())) {
      return Refusal.addressRate(now.retryAfter());
    }
    return current.take() ? null : Refusal.rate(now.retryAfter());
  }

  /** A rate that was changed begins with full buckets. */
  private Buckets current(AdmissionConfig now) {
    Measure known = measure;
    if (isSame(known.config, now)) {
      return known.buckets;
    }
    Buckets current =
        known.buckets.areOf(now) ? known.buckets : new Buckets(now.rate(), now.addresses(), time);
    measure = new Measure(now, current);
    return current;
  }

  /** What was read at one time; to compare all that is in it is for once a second. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean isSame(AdmissionConfig one, AdmissionConfig other) {
    return one == other;
  }
}
