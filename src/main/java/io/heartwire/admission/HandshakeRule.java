package io.heartwire.admission;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Refuses malformed handshakes, and those of disabled protocols or with an invalid channel name.
 */
@Singleton
class HandshakeRule implements AdmissionRule {
  private final CurrentConfig config;

  @Inject
  HandshakeRule(CurrentConfig config) {
    this.config = config;
  }

  @Override
  public @Nullable Refusal check(AdmissionRequest request) {
    ProtocolPath protocolPath = request.protocolPath();
    if (!config.get().of(protocolPath).isEnabled()) {
      return Refusal.disabled(protocolPath);
    }
    Refusal fault = request.fault();
    if (fault != null) {
      return fault;
    }
    return protocolPath == ProtocolPath.RAW && request.channel().isEmpty()
        ? Refusal.badChannel()
        : null;
  }
}
