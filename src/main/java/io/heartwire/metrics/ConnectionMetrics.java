package io.heartwire.metrics;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.ConnectionCounts;
import io.heartwire.connection.ConnectionLimit;
import io.heartwire.connection.ConnectionRegistry;
import io.heartwire.connection.ConnectionTraffic;
import io.heartwire.connection.OutboxPool;
import io.heartwire.connection.Tenants;
import io.heartwire.connection.TransportFigures;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import java.util.Map;

/** The figures of the pool, and of what its connections use. */
@ApplicationScoped
class ConnectionMetrics {
  /** Under which codes that peers made up are counted. */
  private static final int OTHER = 0;

  void connections(@Observes Startup event, MetricsRegistry metrics, ConnectionRegistry pool) {
    metrics.gauge(
        "heartwire_connections",
        "Connections by state",
        "state",
        samples -> {
          ConnectionCounts counts = pool.counts();
          samples.sample("pending", counts.pending());
          samples.sample("live", counts.live());
          samples.sample("stale", counts.stale());
          samples.sample("closing", counts.closing());
        });
    metrics.gauge(
        "heartwire_connections_capacity",
        "Connections that the pool takes at the most",
        () -> pool.counts().capacity());
    metrics.counter(
        "heartwire_connections_opened_total",
        "Upgrades that succeeded",
        () -> pool.totals().opened());
    metrics.counter(
        "heartwire_connections_refused_total",
        "Clients refused for want of room",
        () -> pool.totals().refused());
    metrics.counter(
        "heartwire_connections_closed_total",
        "Connections that ended, by close code",
        "code",
        samples -> {
          Map<Integer, Long> closed = pool.totals().closedByCode();
          for (int code : CloseReason.standardCodes()) {
            samples.sample(Integer.toString(code), closed.getOrDefault(code, 0L));
          }
          samples.sample("other", closed.getOrDefault(OTHER, 0L));
        });
    metrics.counter(
        "heartwire_message_bytes_total",
        "Payload bytes of messages from and to clients",
        "direction",
        samples -> {
          ConnectionTraffic traffic = pool.traffic();
          samples.sample("in", traffic.bytesReceived());
          samples.sample("out", traffic.bytesSent());
        });
    metrics.counter(
        "heartwire_messages_dropped_total",
        "Messages given up by connections that have ended",
        () -> pool.totals().dropped());
    metrics.counter(
        "heartwire_observers_failed_total",
        "Observers of connection events that threw",
        () -> pool.totals().failedObservers());
  }

  void transports(@Observes Startup event, MetricsRegistry metrics, TransportFigures figures) {
    metrics.gauge(
        "heartwire_threads_stuck",
        "Threads that peers keep blocked; they have been replaced",
        figures::stuckThreads);
    metrics.counter(
        "heartwire_connection_errors_total", "Errors on single connections", figures::errors);
  }

  void outboxes(@Observes Startup event, MetricsRegistry metrics, OutboxPool pool) {
    metrics.gauge(
        "heartwire_outboxes",
        "Outboxes of the pool, by whether a connection holds them",
        "state",
        samples -> {
          OutboxPool.Figures figures = pool.figures();
          samples.sample("idle", figures.idle());
          samples.sample("in_use", figures.inUse());
        });
    metrics.gauge(
        "heartwire_outboxes_highest",
        "The most outboxes that were in use at one time",
        () -> pool.figures().highest());
    metrics.gauge(
        "heartwire_outboxes_leaked",
        "Outboxes in use for longer than a backlog should last",
        () -> pool.figures().leaked());
    metrics.counter(
        "heartwire_outbox_leases_total",
        "Outboxes that connections were given, by where they came from",
        "outbox",
        samples -> {
          OutboxPool.Figures figures = pool.figures();
          samples.sample("created", figures.created());
          samples.sample("reused", figures.reused());
        });
    metrics.gauge(
        "heartwire_outbox_bytes",
        "Bytes that wait for clients that lag; a message for many is counted once",
        () -> pool.figures().bytes());
  }

  void limits(@Observes Startup event, MetricsRegistry metrics, ConnectionRegistry pool) {
    metrics.counter(
        "heartwire_limits_exceeded_total",
        "How often a client had too much of something, by limit",
        "limit",
        samples -> {
          for (ConnectionLimit limit : ConnectionLimit.values()) {
            samples.sample(limit.label(), pool.exceeded(limit));
          }
        });
  }

  void tenants(@Observes Startup event, MetricsRegistry metrics, Tenants tenants) {
    metrics.gauge(
        "heartwire_tenant_connections",
        "Connections by tenant class",
        "tenant",
        samples -> tenants.connections().forEach(samples::sample));
  }
}
