package io.heartwire.metrics;

import io.heartwire.broker.Cluster;
import io.heartwire.broker.Engine;
import io.heartwire.broker.EngineState;
import io.heartwire.broker.memory.MemoryBroker;
import io.heartwire.hub.Nodes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;

/** The figures of the engine and of the nodes that share it. */
@ApplicationScoped
class EngineMetrics {

  void engine(
      @Observes Startup event,
      MetricsRegistry metrics,
      Engine engine,
      Cluster cluster,
      Nodes nodes) {
    metrics.gauge(
        "heartwire_engine_up",
        "1 while the engine's store can be reached",
        () -> engine.state().status() == EngineState.Status.UP ? 1 : 0);
    metrics.gauge(
        "heartwire_nodes",
        "Nodes that share the engine, as this one sees them, itself included",
        cluster::size);
    metrics.counter(
        "heartwire_node_figures_unreadable_total",
        "Times that what a node says of itself could not be read",
        nodes::unreadable);
    if (engine.broker() instanceof MemoryBroker memory) {
      memory(metrics, memory);
    } else {
      shared(metrics, engine);
    }
  }

  private static void shared(MetricsRegistry metrics, Engine engine) {
    metrics.gauge(
        "heartwire_engine_pending",
        "Commands that wait for the engine's store",
        () -> engine.figures().pending());
    metrics.counter(
        "heartwire_engine_refused_total",
        "Commands that failed at once, because the store is away or too many wait",
        () -> engine.figures().refused());
    metrics.counter(
        "heartwire_engine_local_publications_total",
        "Publications that reached this node alone, while the store was away",
        () -> engine.figures().localPublications());
    metrics.counter(
        "heartwire_engine_catch_ups_total",
        "Histories read because deliveries may have been missed",
        () -> engine.figures().catchUps());
    metrics.counter(
        "heartwire_engine_messages_lost_total",
        "Messages without history that were dropped, because a queue was full",
        () -> engine.figures().lostMessages());
    metrics.counter(
        "heartwire_engine_messages_unreadable_total",
        "Messages of other nodes that could not be read",
        () -> engine.figures().unreadable());
    metrics.counter(
        "heartwire_engine_reconnects_total",
        "Connections for deliveries that were lost or deaf, and replaced",
        () -> engine.figures().reconnects());
    metrics.counter(
        "heartwire_deliveries_failed_total",
        "Deliveries of the broker that threw",
        () -> engine.figures().failedDeliveries());
  }

  private static void memory(MetricsRegistry metrics, MemoryBroker broker) {
    metrics.gauge(
        "heartwire_streams",
        "Channels whose history or position is kept",
        () -> broker.figures().streams());
    metrics.gauge(
        "heartwire_stream_bytes",
        "What kept histories and positions take in memory, roughly",
        () -> broker.figures().bytes());
    metrics.counter(
        "heartwire_streams_evicted_total",
        "Streams dropped for want of memory",
        () -> broker.figures().evictedStreams());
    metrics.gauge(
        "heartwire_presence",
        "Clients present, counted once in each channel",
        () -> broker.figures().presence());
    metrics.counter(
        "heartwire_presence_refused_total",
        "Clients there was no room for in the presence",
        () -> broker.figures().refusedPresence());
    metrics.counter(
        "heartwire_idempotency_keys_forgotten_total",
        "Idempotency keys forgotten before their window ended",
        () -> broker.figures().forgottenKeys());
    metrics.counter(
        "heartwire_deliveries_failed_total",
        "Deliveries of the broker that threw",
        () -> broker.figures().failedDeliveries());
  }
}
