package io.heartwire.admission;

import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Only handshakes that this gateway could answer at all. */
@Singleton
class HandshakeRule implements AdmissionRule {
  private final Provider<AdmissionConfig> config;

  @Inject
  HandshakeRule(Provider<AdmissionConfig> config) {
    this.config = config;
  }

  @Override
  public @Nullable Refusal check(Arrival arrival) {
    if (!isEnabled(arrival.entrance())) {
      return Refusal.disabled(arrival.entrance());
    }
    if (!arrival.isUpgrade()) {
      return Refusal.notAnUpgrade();
    }
    return arrival.entrance() == Entrance.RAW && arrival.channel().isEmpty()
        ? Refusal.badChannel()
        : null;
  }

  private boolean isEnabled(Entrance entrance) {
    AdmissionConfig now = config.get();
    return switch (entrance) {
      case RAW -> now.rawEnabled();
      case CENTRIFUGE -> now.centrifugeEnabled();
    };
  }
}
