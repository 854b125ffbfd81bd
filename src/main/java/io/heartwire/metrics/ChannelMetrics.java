package io.heartwire.metrics;

import io.heartwire.channel.Channels;
import io.heartwire.channel.RecoveryOutcome;
import io.heartwire.hook.ApplicationEvents;
import io.heartwire.hub.Clients;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import java.util.Locale;

/** The figures of channels, their clients, and what an application plugs in. */
@ApplicationScoped
class ChannelMetrics {

  void channels(
      @Observes Startup event, MetricsRegistry metrics, Channels channels, Clients clients) {
    metrics.gauge("heartwire_channels", "Channels with a subscriber", channels::count);
    metrics.gauge(
        "heartwire_clients", "Clients of channel protocols that take part", clients::count);
    metrics.counter(
        "heartwire_messages_published_total", "Messages published", channels::published);
    metrics.counter(
        "heartwire_messages_delivered_total",
        "Messages handed to subscribers, each recipient counted",
        channels::delivered);
    metrics.counter(
        "heartwire_recoveries_total",
        "Subscriptions that came back with a position, by what became of them",
        "outcome",
        samples -> {
          for (RecoveryOutcome outcome : RecoveryOutcome.values()) {
            samples.sample(outcome.name().toLowerCase(Locale.ROOT), channels.recoveries(outcome));
          }
        });
    metrics.counter(
        "heartwire_broker_steps_failed_total",
        "Steps of the broker that nobody waited for and that failed",
        channels::failedSteps);
    metrics.counter(
        "heartwire_encodings_failed_total",
        "Messages that could not be encoded for some of their recipients",
        channels::failedEncodings);
  }

  void application(@Observes Startup event, MetricsRegistry metrics, ApplicationEvents events) {
    metrics.counter(
        "heartwire_event_observers_failed_total",
        "Observers of client events that threw",
        events::failed);
    metrics.counter(
        "heartwire_events_dropped_total",
        "Events that no observer was told, since too many waited",
        events::dropped);
    metrics.gauge(
        "heartwire_events_waiting", "Events that wait for observers now", events::waiting);
  }
}
