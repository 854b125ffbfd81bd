package io.heartwire.metrics;

import static io.heartwire.metrics.Gauges.gauge;

import io.heartwire.drain.Drain;
import io.heartwire.drain.Outcome;
import io.heartwire.drain.StopSignal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import java.util.Locale;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** Who is seen off. */
@ApplicationScoped
class DrainMetrics {

  void departures(@Observes Startup event, MetricRegistry metrics, Drain drain) {
    for (Outcome outcome : Outcome.values()) {
      gauge(
          metrics,
          "heartwire_drain_connections",
          "Connections that drains and rebalances have seen off since the start, by outcome",
          () -> drain.count(outcome),
          new Tag("outcome", outcome.name().toLowerCase(Locale.ROOT)));
    }
    gauge(
        metrics,
        "heartwire_drain_remaining",
        "Connections that are still to go",
        () -> drain.isUnderWay() ? drain.report().remaining() : 0);
    gauge(
        metrics,
        "heartwire_drain_refusing",
        "1 while new clients are refused because the gateway drains or is drained",
        () -> drain.refusesClients() ? 1 : 0);
    gauge(
        metrics,
        "heartwire_drain_seconds",
        "How long the present drain or rebalance has taken, or the last one took",
        () -> drain.report().time().toMillis() / 1e3);
  }

  void stop(@Observes Startup event, MetricRegistry metrics, StopSignal signal) {
    gauge(
        metrics,
        "heartwire_drain_on_stop",
        "1 while a stopping server would drain first",
        () -> signal.isHolding() ? 1 : 0);
  }
}
