package io.heartwire.admission;

import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/**
 * Asks the rules in their order, and takes the clients that pass all of them into the pool.
 *
 * <p>Safe for use by any thread; nothing blocks.
 */
@Singleton
class Admission {
  private final List<AdmissionRule> rules;
  private final ConnectionRegistry registry;
  private final Provider<AdmissionConfig> config;
  private final Refusals refusals;

  /** The order is the contract's: what costs least to find out comes first. */
  @Inject
  Admission(
      HandshakeRule handshake,
      CapacityRule capacity,
      SubscribeRule subscribe,
      ConnectionRegistry registry,
      Provider<AdmissionConfig> config,
      Refusals refusals) {
    this(List.of(handshake, capacity, subscribe), registry, config, refusals);
  }

  Admission(
      List<AdmissionRule> rules,
      ConnectionRegistry registry,
      Provider<AdmissionConfig> config,
      Refusals refusals) {
    this.rules = rules;
    this.registry = registry;
    this.config = config;
    this.refusals = refusals;
  }

  /** Lets the arrival in, with a place in the pool, or says why not. */
  Outcome admit(Arrival arrival) {
    for (int passed = 0; passed < rules.size(); passed++) {
      Refusal refusal = rules.get(passed).check(arrival);
      if (refusal != null) {
        release(arrival.place(), passed);
        refusals.count(refusal);
        return refusal;
      }
    }
    Place place = arrival.place();
    Optional<Connection> connection =
        registry.admit(arrival.peer(), () -> release(place, rules.size()));
    if (connection.isEmpty()) { // somebody else got the last place meanwhile
      release(place, rules.size());
      Refusal full = Refusal.full(config.get().retryAfter());
      refusals.count(full);
      return full;
    }
    return new Admitted(connection.get(), arrival.channel(), false);
  }

  /** The first that many rules, in the opposite order. */
  private void release(Place place, int passed) {
    for (int i = passed - 1; i >= 0; i--) {
      rules.get(i).release(place);
    }
  }
}
