package io.heartwire.metrics;

import static io.heartwire.metrics.Gauges.gauge;

import io.heartwire.connection.ConnectionRegistry;
import io.heartwire.connection.Limit;
import io.heartwire.connection.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** Who uses how much, and who too much. */
@ApplicationScoped
class LimitMetrics {

  void limits(@Observes Startup event, MetricRegistry metrics, ConnectionRegistry pool) {
    for (Limit limit : Limit.values()) {
      gauge(
          metrics,
          "heartwire_limits_exceeded",
          "How often a client had too much of something since the start, by limit",
          () -> pool.exceeded(limit),
          new Tag("limit", limit.label()));
    }
  }

  void tenants(@Observes Startup event, MetricRegistry metrics, Tenants tenants) {
    for (String name : tenants.connections().keySet()) {
      gauge(
          metrics,
          "heartwire_tenant_connections",
          "Connections by tenant class",
          () -> tenants.connections().getOrDefault(name, 0),
          new Tag("tenant", name));
    }
  }
}
