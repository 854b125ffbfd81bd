package io.heartwire.connection;

import io.heartwire.time.LogThrottle;
import io.heartwire.time.TimeSource;
import io.heartwire.visibility.Internal;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The tenant classes by name; a token or a header names the class of a client. Safe for use by any
 * thread.
 */
@Internal
@Singleton
public class Tenants {
  private static final Logger LOG = Logger.getLogger(Tenants.class.getName());

  /** The name that metrics use for clients of no class. */
  static final String OTHERS = "default";

  /**
   * A class with a limit.
   *
   * @param connections now, on this node
   * @param most {@code heartwire.tenant.<class>.max-connections}
   */
  public record Limited(String name, int connections, int most) {}

  private final Map<String, Tenant> byName = new TreeMap<>();
  private final Tenant others;
  private final LogThrottle strangerLog;

  @Inject
  public Tenants(TenantConfig config, TimeSource time) {
    this(config.classes(), config.otherwise(), time);
  }

  private Tenants(
      Map<String, ConnectionLimits> classes, ConnectionLimits otherwise, TimeSource time) {
    classes.forEach((name, limits) -> byName.put(name, new Tenant(name, limits)));
    others = new Tenant("", otherwise);
    strangerLog = new LogThrottle(time);
  }

  /** Returns tenants without classes, where nothing but the outbox is limited. */
  public static Tenants unlimited(OutboxConfig outbox, TimeSource time) {
    return new Tenants(Map.of(), ConnectionLimits.none(outbox), time);
  }

  /** The number of connections by class, of those without a class as {@value #OTHERS}. */
  public Map<String, Integer> connections() {
    Map<String, Integer> counts = new TreeMap<>();
    byName.forEach((name, tenant) -> counts.put(name, tenant.connections()));
    counts.put(OTHERS, others.connections());
    return counts;
  }

  /** The classes whose connections are limited. */
  public List<Limited> limited() {
    return byName.values().stream()
        .filter(tenant -> tenant.limits().maxConnections() > 0)
        .map(
            tenant ->
                new Limited(tenant.name(), tenant.connections(), tenant.limits().maxConnections()))
        .toList();
  }

  /** Whether nobody more may enter the class, however few are here: other nodes have the rest. */
  public void fullElsewhere(String name, boolean isFull) {
    of(name).fullElsewhere(isFull);
  }

  /**
   * Returns the class of that name. An unknown name counts as no class: refusing its clients would
   * cut them off when a new tenant's tokens are used before its configuration is deployed.
   */
  Tenant of(String name) {
    Tenant found = name.isEmpty() ? others : byName.get(name);
    if (found != null) {
      return found;
    }
    if (strangerLog.permits()) {
      LOG.log(
          Level.WARNING,
          "Tenant class ''{0}'' is not in heartwire.tenant.classes; the default limits apply",
          name);
    }
    return others;
  }
}
