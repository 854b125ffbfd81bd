package io.heartwire.admission;

import io.heartwire.time.TimeSource;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;

/**
 * The present settings of admission. They are read again at most once a second, because reading
 * them costs more than refusing a handshake. Safe for use by any thread.
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

  /** Several threads may find the settings too old at once; each then reads the same. */
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
