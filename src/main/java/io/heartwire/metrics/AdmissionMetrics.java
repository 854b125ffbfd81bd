package io.heartwire.metrics;

import static io.heartwire.metrics.Gauges.gauge;

import io.heartwire.admission.RefusalReason;
import io.heartwire.admission.Refusals;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** Who is not let in. */
@ApplicationScoped
class AdmissionMetrics {

  void refusals(@Observes Startup event, MetricRegistry metrics, Refusals refusals) {
    for (RefusalReason reason : RefusalReason.values()) {
      gauge(
          metrics,
          "heartwire_refusals_total",
          "Handshakes refused since the start, by reason",
          () -> refusals.count(reason),
          new Tag("reason", reason.label()));
    }
  }
}
