package io.heartwire.connection;

import io.heartwire.time.LogThrottle;
import io.heartwire.time.TimeSource;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The classes of clients, by the name that a token or a header gives. Safe for any thread. */
@Singleton
public class Tenants {
  private static final Logger LOG = Logger.getLogger(Tenants.class.getName());

  /** How figures name those of no class. */
  static final String OTHERS = "default";

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

  /** Nothing but the outbox is limited, and there are no classes. */
  public static Tenants unlimited(OutboxConfig outbox, TimeSource time) {
    return new Tenants(Map.of(), ConnectionLimits.none(outbox), time);
  }

  /** Connections by class, those of no class as {@value #OTHERS}. */
  public Map<String, Integer> connections() {
    Map<String, Integer> counts = new TreeMap<>();
    byName.forEach((name, tenant) -> counts.put(name, tenant.connections()));
    counts.put(OTHERS, others.connections());
    return counts;
  }

  /**
   * The class of that name. One that is not configured is as good as none: to be strict with its
   * clients would cut them off when a new tenant's token comes before its configuration.
   */
  Tenant of(String name) {
    Tenant found = name.isEmpty() ? others : byName.get(name);
    if (found != null) {
      return found;
    }
    if (strangerLog.permits()) {
      LOG.log(
          Level.WARNING,
          "Tenant class ''{0}'' is not in heartwire.tenant.classes; the limits of everybody hold",
          name);
    }
    return others;
  }
}
