package io.heartwire.admission;

import io.heartwire.connection.ConnectionRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * Admits clients up to the capacity of the pool and of their protocol.
 *
 * <p>The pool counts a client last, when no rule can refuse it any more. This rule only notices a
 * full pool early, before checks that cost more.
 */
@Singleton
class CapacityRule implements AdmissionRule {
  private final AtomicIntegerArray taken = new AtomicIntegerArray(ProtocolPath.values().length);
  private final ConnectionRegistry registry;
  private final CurrentConfig config;

  @Inject
  CapacityRule(ConnectionRegistry registry, CurrentConfig config) {
    this.registry = registry.itself().orElseThrow();
    this.config = config;
  }

  @Override
  public @Nullable Refusal check(AdmissionRequest request) {
    AdmissionConfig now = config.get();
    if (registry.refusesNow()) {
      return Refusal.full(now.retryAfter());
    }
    ProtocolPath protocolPath = request.reservation().protocolPath();
    int most = now.of(protocolPath).maxConnections();
    return enter(protocolPath.ordinal(), most == 0 ? Integer.MAX_VALUE : most)
        ? null
        : Refusal.full(protocolPath, now.retryAfter());
  }

  @Override
  public void release(Reservation reservation) {
    taken.decrementAndGet(reservation.protocolPath().ordinal());
  }

  /** Checks and counts in one atomic step. */
  private boolean enter(int protocolPath, int most) {
    return taken.getAndUpdate(protocolPath, count -> count < most ? count + 1 : count) < most;
  }
}
