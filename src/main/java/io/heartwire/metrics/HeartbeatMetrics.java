package io.heartwire.metrics;

import io.heartwire.heartbeat.Heartbeat;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;

/** The figures of sweeps. */
@ApplicationScoped
class HeartbeatMetrics {

  void sweeps(@Observes Startup event, MetricsRegistry metrics, Heartbeat heartbeat) {
    metrics.counter(
        "heartwire_sweep_pings_total",
        "Pings that sweeps asked for, or left to the next sweep",
        "ping",
        samples -> {
          samples.sample("asked", heartbeat.pings());
          samples.sample("put_off", heartbeat.pingsPutOff());
        });
    metrics.counter(
        "heartwire_sweeps_late_total",
        "Sweeps that began at least one interval late",
        heartbeat::lateSweeps);
  }
}
