package io.heartwire.admission;

import io.heartwire.connection.ConnectionRegistry;
import io.heartwire.limit.AddressPrefix;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Limits the connections of one client address, one user and one tenant. The pool counts users and
 * tenants, which may become known only after the upgrade; this rule refuses early those that are
 * known already.
 */
@Singleton
class ConnectionsRule implements AdmissionRule {
  /** Counts by address. Bounded by the pool, since an address without connections has no entry. */
  private final Map<AddressPrefix, Integer> byAddress = new ConcurrentHashMap<>();

  private final ConnectionRegistry registry;
  private final CurrentConfig config;

  @Inject
  ConnectionsRule(ConnectionRegistry registry, CurrentConfig config) {
    this.registry = registry.itself().orElseThrow();
    this.config = config;
  }

  @Override
  public @Nullable Refusal check(AdmissionRequest request) {
    AdmissionConfig now = config.get();
    if (registry.isFullFor(request.peer().user())) {
      return Refusal.userConnections(now.retryAfter());
    }
    String tenant = request.peer().tenant();
    if (registry.isFullForTenant(tenant)) {
      return Refusal.tenantConnections(tenant, now.retryAfter());
    }
    int most = now.addresses().maxConnections();
    return enter(request.reservation().address(), most == 0 ? Integer.MAX_VALUE : most)
        ? null
        : Refusal.addressConnections(now.retryAfter());
  }

  @Override
  public void release(Reservation reservation) {
    byAddress.computeIfPresent(
        reservation.address(), (address, count) -> count == 1 ? null : count - 1);
  }

  /** The number of addresses with connections. */
  int addresses() {
    return byAddress.size();
  }

  /** Checks and counts in one atomic step, repeated if another thread changed the count. */
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
