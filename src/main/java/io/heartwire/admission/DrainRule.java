package io.heartwire.admission;

import io.heartwire.drain.Drain;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Refuses all clients while the gateway drains or is drained. */
@Singleton
class DrainRule implements AdmissionRule {
  private final Drain drain;
  private final CurrentConfig config;

  @Inject
  DrainRule(Drain drain, CurrentConfig config) {
    this.drain = drain;
    this.config = config;
  }

  @Override
  public @Nullable Refusal check(AdmissionRequest request) {
    return drain.refusesClients() ? Refusal.draining(config.get().retryAfter()) : null;
  }
}
