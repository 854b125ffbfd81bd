package io.heartwire.metrics;

import io.heartwire.drain.Drain;
import io.heartwire.drain.DrainOutcome;
import io.heartwire.drain.StopSignal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import java.util.Locale;

/** The figures of drains and rebalances. */
@ApplicationScoped
class DrainMetrics {

  void drains(@Observes Startup event, MetricsRegistry metrics, Drain drain) {
    metrics.counter(
        "heartwire_drain_connections_total",
        "Connections that drains and rebalances have ended, by outcome",
        "outcome",
        samples -> {
          for (DrainOutcome outcome : DrainOutcome.values()) {
            samples.sample(outcome.name().toLowerCase(Locale.ROOT), drain.count(outcome));
          }
        });
    metrics.gauge(
        "heartwire_drain_remaining",
        "Connections that are still to go",
        () -> drain.isUnderWay() ? drain.report().remaining() : 0);
    metrics.gauge(
        "heartwire_drain_refusing",
        "1 while new clients are refused because the gateway drains or is drained",
        () -> drain.refusesClients() ? 1 : 0);
    metrics.gauge(
        "heartwire_drain_seconds",
        "How long the present drain or rebalance has taken, or the last one took",
        () -> drain.report().time().toMillis() / 1e3);
  }

  void stop(@Observes Startup event, MetricsRegistry metrics, StopSignal signal) {
    metrics.gauge(
        "heartwire_drain_on_stop",
        "1 while a stopping server would drain first",
        () -> signal.isHolding() ? 1 : 0);
  }
}
