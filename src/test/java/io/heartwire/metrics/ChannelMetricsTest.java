package io.heartwire.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.Payload;
import io.heartwire.channel.ChannelName;
import io.heartwire.hook.ApplicationEvents;
import io.heartwire.hook.HookConfig;
import io.heartwire.hub.Clients;
import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.QueuedThreads;
import io.heartwire.testkit.TestChannels;
import io.heartwire.testkit.TestPool;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Metrics of channels and of their observers move when their cause happens, and only then. */
class ChannelMetricsTest {
  @RegisterExtension
  final TestPool pool = new TestPool(Map.of("heartwire.channel.namespaces", "kept"));

  private final TestChannels kit = new TestChannels(pool);
  private final TestMetrics metrics = new TestMetrics();

  @Test
  void channels() throws IOException {
    new ChannelMetrics()
        .channels(null, metrics.registry, kit.channels, new Clients(pool.registry, kit.stays));
    kit.channels.publish(new ChannelName("kept:a"), Payload.text("x"));
    try (LogCapture log = new LogCapture(kit.channels.getClass())) {
      kit.channels.publish(new ChannelName("unknown:a"), Payload.text("x"));
    }

    assertThat(metrics.value("heartwire_messages_published_total")).isEqualTo(1);
    assertThat(metrics.value("heartwire_messages_delivered_total")).isZero();
    assertThat(metrics.value("heartwire_broker_steps_failed_total")).isEqualTo(1);
    assertThat(metrics.value("heartwire_channels")).isZero();
    assertThat(metrics.value("heartwire_clients")).isZero();
    assertThat(metrics.value("heartwire_encodings_failed_total")).isZero();
    assertThat(metrics.value("heartwire_recoveries_total{outcome=\"recovered\"}")).isZero();
  }

  @Test
  void observersOfTheApplication() throws IOException {
    QueuedThreads threads = new QueuedThreads();
    pool.overrides.put("heartwire.hook.max-events", "1");
    ApplicationEvents events =
        new ApplicationEvents(
            event -> {
              throw new IllegalStateException("broken");
            },
            event -> true,
            new HookConfig(pool.settings),
            threads,
            pool.time);
    new ChannelMetrics().application(null, metrics.registry, events);
    try (LogCapture log = new LogCapture(ApplicationEvents.class)) {
      events.fire("c1", "first");
      events.fire("c1", "second");

      assertThat(metrics.value("heartwire_events_waiting")).isEqualTo(1);
      assertThat(metrics.value("heartwire_events_dropped_total")).isEqualTo(1);
      threads.runAll();
    }
    assertThat(metrics.value("heartwire_event_observers_failed_total")).isEqualTo(1);
    assertThat(metrics.value("heartwire_events_waiting")).isZero();
  }
}
