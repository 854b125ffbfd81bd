package io.heartwire.admission;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Only pages of sites that may connect. Browsers let any page connect anywhere, with the user's
 * cookies, and only say whose page it is (RFC 6455, section 10.2).
 */
@Singleton
class OriginRule implements AdmissionRule {
  private final CurrentConfig config;

  @Inject
  OriginRule(CurrentConfig config) {
    this.config = config;
  }

  @Override
  public @Nullable Refusal check(Arrival arrival) {
    return config.get().origins().allows(arrival.origin(), arrival.target())
        ? null
        : Refusal.origin(arrival.origin());
  }
}
