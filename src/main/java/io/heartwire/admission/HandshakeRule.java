package io.heartwire.admission;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Only handshakes that this gateway could answer at all. */
@Singleton
class HandshakeRule implements AdmissionRule {
  private final CurrentConfig config;

  @Inject
  HandshakeRule(CurrentConfig config) {
    this.config = config;
  }

  @Override
  public @Nullable Refusal check(Arrival arrival) {
    Entrance entrance = arrival.entrance();
    if (!config.get().of(entrance).isEnabled()) {
      return Refusal.disabled(entrance);
    }
    if (!arrival.isUpgrade()) {
      return Refusal.notAnUpgrade();
    }
    return entrance == Entrance.RAW && arrival.channel().isEmpty() ? Refusal.badChannel() : null;
  }
}
