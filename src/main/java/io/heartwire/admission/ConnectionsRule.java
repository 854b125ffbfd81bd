package io.heartwire.admission;

import io.heartwire.connection.ConnectionRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Only so many connections of one client address, of one user, and of one tenant's class. Users and
 * classes are counted by the pool, where they are known at last; here those that are known already
 * are noticed early.
 */
@Singleton
class ConnectionsRule implements AdmissionRule {
  /** As many addresses as have connections, so it is bounded by the pool. */
  private final Map<AddressPrefix, Integer> byAddress = new ConcurrentHashMap<>();

  private final ConnectionRegistry registry;
  private final CurrentConfig config;

  @Inject
  ConnectionsRule(ConnectionRegistry registry, CurrentConfig config) {
    this.registry = registry.itself().orElseThrow();
    this.config = config;
  }

  @Override
  public @Nullable Refusal check(Arrival arrival) {
    AdmissionConfig now = config.get();
    if (registry.isFullFor(arrival.peer().user())) {
      return Refusal.userConnections(now.retryAfter());
    }
    String tenant = arrival.peer().tenant();
    if (registry.isFullForTenant(tenant)) {
      return Refusal.tenantConnections(tenant, now.retryAfter());
    }
    int most = now.addresses().maxConnections();
    return enter(arrival.place().address(), most == 0 ? Integer.MAX_VALUE : most)
        ? null
        : Refusal.addressConnections(now.retryAfter());
  }

  @Override
  public void release(Place place) {
    byAddress.computeIfPresent(place.address(), (address, count) -> count == 1 ? null : count - 1);
  }

  /** How many addresses have connections. */
  int addresses() {
    return byAddress.size();
  }

  /** Check and count are one step, repeated when somebody else came between. */
  private boolean enter(AddressPrefix address, int most) {
    while (true) {
      Integer count = byAddress.putIfAbsent(address, 1);
      if (count == null) {
        return true;
      }
      if (count >= most) {
        return false;
      }
      if (byAddress.replace(address, count, count + 1)) {
        return true;
      }
    }
  }
}
