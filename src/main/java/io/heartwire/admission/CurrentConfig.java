package io.heartwire.admission;

import io.heartwire.time.TimeSource;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;

/**
 * What admission is asked to do now: read again once a second at the most, because to read it costs
 * more than to refuse a handshake. Safe for use by any thread.
 */
@Singleton
class CurrentConfig {
  private static final long PERIOD_NANOS = 1_000_000_000L;

  private final Provider<AdmissionConfig> source;
  private final TimeSource time;
  private volatile Reading last;

  private record Reading(AdmissionConfig config, long at) {}

  @Inject
  CurrentConfig(Provider<AdmissionConfig> source, TimeSource time) {
    this.source = source;
    this.time = time;
    this.last = new Reading(source.get(), time.nanos());
  }

  /** Several threads may find it too old at once; each then reads the same. */
  AdmissionConfig get() {
    Reading known = last;
    long now = time.nanos();
    if (now - known.at < PERIOD_NANOS) {
      return known.config;
    }
    last = new Reading(source.get(), now);
    return last.config;
  }
}
