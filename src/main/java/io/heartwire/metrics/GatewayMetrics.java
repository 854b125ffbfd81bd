package io.heartwire.metrics;

import static io.heartwire.metrics.Gauges.gauge;

import io.heartwire.connection.ConnectionRegistry;
import io.heartwire.connection.OutboxPool;
import io.heartwire.connection.TransportFigures;
import io.heartwire.heartbeat.Heartbeat;
import io.heartwire.heartbeat.RoundTrips;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import java.time.Duration;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** Registers every figure once, as a gauge that reads it when asked. */
@ApplicationScoped
class GatewayMetrics {
  /** Those that tell something; 0 stands for codes that peers made up. */
  private static final int[] CLOSE_CODES = {
    0, 1000, 1001, 1005, 1006, 1009, 1011, 1012, 3001, 3004, 3005, 3006, 3008, 3010, 3011, 3012,
    3013, 3500, 3501, 3502, 3503, 3504, 3505, 3507
  };

  void connections(@Observes Startup event, MetricRegistry metrics, ConnectionRegistry pool) {
    String name = "heartwire_connections";
    String what = "Connections by state";
    gauge(metrics, name, what, () -> pool.counts().pending(), new Tag("state", "pending"));
    gauge(metrics, name, what, () -> pool.counts().live(), new Tag("state", "live"));
    gauge(metrics, name, what, () -> pool.counts().stale(), new Tag("state", "stale"));
    gauge(metrics, name, what, () -> pool.counts().closing(), new Tag("state", "closing"));
    gauge(
        metrics,
        "heartwire_connections_capacity",
        "Connections that the pool takes at the most",
        () -> pool.counts().capacity());
    gauge(
        metrics,
        "heartwire_connections_opened",
        "Upgrades that succeeded since the start",
        () -> pool.totals().opened());
    gauge(
        metrics,
        "heartwire_connections_refused",
        "Clients refused for want of room since the start",
        () -> pool.totals().refused());
    gauge(
        metrics,
        "heartwire_messages_dropped",
        "Messages given up by connections that have ended",
        () -> pool.totals().dropped());
    gauge(
        metrics,
        "heartwire_observers_failed",
        "Observers of connection events that threw",
        () -> pool.totals().failedObservers());
    for (int code : CLOSE_CODES) {
      gauge(
          metrics,
          "heartwire_connections_closed",
          "Connections that ended since the start, by close code",
          () -> pool.totals().closedByCode().getOrDefault(code, 0L),
          new Tag("code", code == 0 ? "other" : Integer.toString(code)));
    }
  }

  void transports(@Observes Startup event, MetricRegistry metrics, TransportFigures figures) {
    gauge(
        metrics,
        "heartwire_threads_stuck",
        "Threads that peers keep blocked; they have been replaced",
        figures::stuckThreads);
    gauge(
        metrics,
        "heartwire_connection_errors",
        "Errors on single connections since the start",
        figures::errors);
  }

  void outboxes(@Observes Startup event, MetricRegistry metrics, OutboxPool pool) {
    String name = "heartwire_outboxes";
    String what = "Outboxes of the pool";
    gauge(metrics, name, what, () -> pool.figures().idle(), new Tag("state", "idle"));
    gauge(metrics, name, what, () -> pool.figures().inUse(), new Tag("state", "in_use"));
    gauge(metrics, name, what, () -> pool.figures().highest(), new Tag("state", "highest"));
    gauge(metrics, name, what, () -> pool.figures().leaked(), new Tag("state", "leaked"));
    gauge(metrics, name, what, () -> pool.figures().created(), new Tag("state", "created"));
    gauge(metrics, name, what, () -> pool.figures().reused(), new Tag("state", "reused"));
  }

  void heartbeat(
      @Observes Startup event, MetricRegistry metrics, Heartbeat heartbeat, RoundTrips trips) {
    gauge(
        metrics,
        "heartwire_sweep_seconds",
        "How long the last sweep took",
        () -> seconds(heartbeat.lastReport().duration()),
        new Tag("sweep", "last"));
    gauge(
        metrics,
        "heartwire_sweep_seconds",
        "How long the last sweep took",
        () -> seconds(heartbeat.longestSweep()),
        new Tag("sweep", "longest"));
    String pings = "heartwire_sweep_pings";
    String due = "Pings that sweeps asked for, or left to the next sweep, since the start";
    gauge(metrics, pings, due, heartbeat::pings, new Tag("ping", "asked"));
    gauge(metrics, pings, due, heartbeat::pingsPutOff, new Tag("ping", "put_off"));
    gauge(
        metrics,
        "heartwire_sweeps_late",
        "Sweeps that began at least one interval late",
        heartbeat::lateSweeps);
    String name = "heartwire_round_trip_seconds";
    String what = "Round trips of pings over all connections";
    gauge(metrics, name, what, () -> seconds(trips.summary().p50()), new Tag("quantile", "0.5"));
    gauge(metrics, name, what, () -> seconds(trips.summary().p99()), new Tag("quantile", "0.99"));
    gauge(metrics, name, what, () -> seconds(trips.summary().max()), new Tag("quantile", "1"));
    gauge(
        metrics,
        "heartwire_round_trips",
        "Round trips measured since the start",
        () -> trips.summary().count());
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
