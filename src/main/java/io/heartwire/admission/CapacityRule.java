package io.heartwire.admission;

import io.heartwire.connection.ConnectionRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Only as many as there are places for. The place in the pool is taken last, when nothing else can
 * refuse; here a full pool is noticed before anything that costs more is asked.
 */
@Singleton
class CapacityRule implements AdmissionRule {
  private final ConnectionRegistry registry;
  private final Provider<AdmissionConfig> config;

  @Inject
  CapacityRule(ConnectionRegistry registry, Provider<AdmissionConfig> config) {
    this.registry = registry;
    this.config = config;
  }

  @Override
  public @Nullable Refusal check(Arrival arrival) {
    return registry.refusesNow() ? Refusal.full(config.get().retryAfter()) : null;
  }
}
