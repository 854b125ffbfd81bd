package io.heartwire.admission;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Refuses pages of origins that may not connect. Browsers let any page connect to any host, with
 * the user's cookies, and only name the page's origin (RFC 6455, section 10.2).
 */
@Singleton
class OriginRule implements AdmissionRule {
  private final CurrentConfig config;

  @Inject
  OriginRule(CurrentConfig config) {
    this.config = config;
  }

  @Override
  public @Nullable Refusal check(AdmissionRequest request) {
    return config.get().origins().allows(request.origin(), request.target())
        ? null
        : Refusal.origin(request.origin());
  }
}
