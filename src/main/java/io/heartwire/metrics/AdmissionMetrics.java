package io.heartwire.metrics;

import io.heartwire.admission.ProtectedEndpoint;
import io.heartwire.admission.RefusalReason;
import io.heartwire.admission.Refusals;
import io.heartwire.admission.WrongKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;

/** The figures of refused handshakes and requests. */
@ApplicationScoped
class AdmissionMetrics {

  void refusals(@Observes Startup event, MetricsRegistry metrics, Refusals refusals) {
    metrics.counter(
        "heartwire_refusals_total",
        "Handshakes refused, by reason",
        "reason",
        samples -> {
          for (RefusalReason reason : RefusalReason.values()) {
            samples.sample(reason.label(), refusals.count(reason));
          }
        });
  }

  void wrongKeys(@Observes Startup event, MetricsRegistry metrics, WrongKeys wrongKeys) {
    metrics.counter(
        "heartwire_api_refusals_total",
        "Calls of the server API without a valid key",
        () -> wrongKeys.count(ProtectedEndpoint.SERVER_API));
    metrics.counter(
        "heartwire_metrics_refusals_total",
        "Requests for the metrics without a valid key",
        () -> wrongKeys.count(ProtectedEndpoint.METRICS));
    metrics.counter(
        "heartwire_console_refusals_total",
        "Sign-ins to the console that were refused",
        () -> wrongKeys.count(ProtectedEndpoint.CONSOLE));
  }
}
