package io.heartwire.metrics;

import static io.heartwire.metrics.Gauges.gauge;

import io.heartwire.broker.MemoryBroker;
import io.heartwire.channel.Channels;
import io.heartwire.hook.Events;
import io.heartwire.hub.Clients;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** The figures of channels, their clients, and what an application plugs in. */
@ApplicationScoped
class ChannelMetrics {

  void channels(
      @Observes Startup event, MetricRegistry metrics, Channels channels, Clients clients) {
    gauge(metrics, "heartwire_channels", "Channels with a subscriber", channels::count);
    gauge(
        metrics,
        "heartwire_clients",
        "Clients of channel protocols that take part",
        clients::count);
    gauge(
        metrics,
        "heartwire_messages_published",
        "Messages published since the start",
        channels::published);
    gauge(
        metrics,
        "heartwire_messages_delivered",
        "Messages handed to subscribers since the start, each recipient counted",
        channels::delivered);
    gauge(
        metrics,
        "heartwire_broker_steps_failed",
        "Steps of the broker that nobody waited for and that failed, since the start",
        channels::failedSteps);
  }

  void application(@Observes Startup event, MetricRegistry metrics, Events events) {
    gauge(
        metrics,
        "heartwire_event_observers_failed",
        "Observers of client events that threw, since the start",
        events::failed);
  }

  void broker(@Observes Startup event, MetricRegistry metrics, MemoryBroker broker) {
    gauge(
        metrics,
        "heartwire_streams",
        "Channels whose history or position is kept",
        () -> broker.figures().streams());
    gauge(
        metrics,
        "heartwire_stream_bytes",
        "What they take in memory, roughly",
        () -> broker.figures().bytes());
    gauge(
        metrics,
        "heartwire_streams_evicted",
        "Streams dropped for want of memory since the start",
        () -> broker.figures().evictedStreams());
    gauge(
        metrics,
        "heartwire_presence",
        "Clients present, counted once in each channel",
        () -> broker.figures().presence());
    gauge(
        metrics,
        "heartwire_presence_refused",
        "Clients there was no room for in the presence since the start",
        () -> broker.figures().refusedPresence());
    gauge(
        metrics,
        "heartwire_idempotency_keys_forgotten",
        "Idempotency keys forgotten before their window ended, since the start",
        () -> broker.figures().forgottenKeys());
    gauge(
        metrics,
        "heartwire_deliveries_failed",
        "Deliveries of the broker that threw, since the start",
        () -> broker.figures().failedDeliveries());
  }
}
