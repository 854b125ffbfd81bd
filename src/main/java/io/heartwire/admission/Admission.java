package io.heartwire.admission;

import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionRegistry;
import io.heartwire.connection.Peer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks the admission rules in order, and admits the clients that pass all of them to the pool.
 *
 * <p>Safe for use by any thread. Nothing blocks.
 */
@Singleton
class Admission {
  private final List<AdmissionRule> rules;
  private final ConnectionRegistry registry;
  private final CurrentConfig config;
  private final Refusals refusals;

  /** The order is part of the contract: cheap checks come first. */
  @Inject
  Admission(
      DrainRule drain,
      HandshakeRule handshake,
      CapacityRule capacity,
      RateRule rate,
      ConnectionsRule connections,
      OriginRule origin,
      TokenRule token,
      SubscribeRule subscribe,
      ConnectionRegistry registry,
      CurrentConfig config,
      Refusals refusals) {
    this(
        List.of(drain, handshake, capacity, rate, connections, origin, token, subscribe),
        registry.itself().orElseThrow(),
        config,
        refusals);
  }

  Admission(
      List<AdmissionRule> rules,
      ConnectionRegistry registry,
      CurrentConfig config,
      Refusals refusals) {
    this.rules = rules;
    this.registry = registry;
    this.config = config;
    this.refusals = refusals;
  }

  /** Admits the client to the pool, or returns the refusal. */
  AdmissionOutcome admit(AdmissionRequest request) {
    AdmissionOutcome outcome = ask(request);
    if (outcome instanceof Refusal refusal) {
      refusals.report(refusal, request);
    }
    return outcome;
  }

  /**
   * A missing upgrade is reported last. A browser does not show why a WebSocket was refused; so a
   * developer can open the same URL as a plain request and read the reason.
   */
  private AdmissionOutcome ask(AdmissionRequest request) {
    Refusal last = null;
    for (int passed = 0; passed < rules.size(); passed++) {
      Refusal refusal = check(request, passed);
      if (refusal != null && refusal.reason() == RefusalReason.NOT_AN_UPGRADE) {
        last = refusal;
      } else if (refusal != null) {
        release(request.reservation(), passed);
        return refusal;
      }
    }
    if (last != null) {
      release(request.reservation(), rules.size());
      return last;
    }
    return enter(request);
  }

  /** Asks one rule. If it fails, what the rules before it have counted must not stay counted. */
  private @Nullable Refusal check(AdmissionRequest request, int rule) {
    try {
      return rules.get(rule).check(request);
    } catch (RuntimeException failure) {
      release(request.reservation(), rule);
      throw failure;
    }
  }

  /** The pool checks its limits again, since they may have been reached after the rules looked. */
  private AdmissionOutcome enter(AdmissionRequest request) {
    Reservation reservation = request.reservation();
    Optional<Connection> connection =
        registry.admit(request.peer(), () -> release(reservation, rules.size()));
    if (connection.isPresent()) {
      return new AdmittedClient(connection.get(), request.channel(), request.credentials(), false);
    }
    release(reservation, rules.size());
    Duration retryAfter = config.get().retryAfter();
    Peer peer = request.peer();
    if (registry.isFullFor(peer.user())) {
      return Refusal.userConnections(retryAfter);
    }
    return registry.isFullForTenant(peer.tenant())
        ? Refusal.tenantConnections(peer.tenant(), retryAfter)
        : Refusal.full(retryAfter);
  }

  /** Releases the reservation in the rules that passed, in reverse order. */
  private void release(Reservation reservation, int passed) {
    for (int i = passed - 1; i >= 0; i--) {
      rules.get(i).release(reservation);
    }
  }
}
