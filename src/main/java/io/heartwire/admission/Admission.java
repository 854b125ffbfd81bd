package io.heartwire.admission;

import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionRegistry;
import io.heartwire.connection.Peer;
import io.heartwire.warmup.Stage;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Asks the rules in their order, and takes the clients that pass all of them into the pool.
 *
 * <p>Safe for use by any thread; nothing blocks.
 */
@Singleton
class Admission {
  private final Stage stage;
  private final List<AdmissionRule> rules;
  private final ConnectionRegistry registry;
  private final CurrentConfig config;
  private final Refusals refusals;

  /** The order is the contract's: what costs least to find out comes first. */
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
        Stage.PUBLIC,
        List.of(drain, handshake, capacity, rate, connections, origin, token, subscribe),
        registry.itself().orElseThrow(),
        config,
        refusals);
  }

  /**
   * @param stage where those are served who are let in
   */
  Admission(
      Stage stage,
      List<AdmissionRule> rules,
      ConnectionRegistry registry,
      CurrentConfig config,
      Refusals refusals) {
    this.stage = stage;
    this.rules = rules;
    this.registry = registry;
    this.config = config;
    this.refusals = refusals;
  }

  /** Lets the arrival in, with a place in the pool, or says why not. */
  Outcome admit(Arrival arrival) {
    Outcome outcome = ask(arrival);
    if (outcome instanceof Refusal refusal) {
      refusals.report(refusal, arrival);
    }
    return outcome;
  }

  private Outcome ask(Arrival arrival) {
    for (int passed = 0; passed < rules.size(); passed++) {
      Refusal refusal = rules.get(passed).check(arrival);
      if (refusal != null) {
        release(arrival.place(), passed);
        return refusal;
      }
    }
    return enter(arrival);
  }

  /** What the rules saw may have changed meanwhile; the pool has the last word. */
  private Outcome enter(Arrival arrival) {
    Place place = arrival.place();
    Optional<Connection> connection =
        registry.admit(arrival.peer(), () -> release(place, rules.size()));
    if (connection.isPresent()) {
      return new Admitted(connection.get(), arrival.channel(), arrival.credentials(), stage);
    }
    release(place, rules.size());
    Duration retryAfter = config.get().retryAfter();
    Peer peer = arrival.peer();
    if (registry.isFullFor(peer.user())) {
      return Refusal.userConnections(retryAfter);
    }
    return registry.isFullForTenant(peer.tenant())
        ? Refusal.tenantConnections(peer.tenant(), retryAfter)
        : Refusal.full(retryAfter);
  }

  /** The first that many rules, in the opposite order. */
  private void release(Place place, int passed) {
    for (int i = passed - 1; i >= 0; i--) {
      rules.get(i).release(place);
    }
  }
}
