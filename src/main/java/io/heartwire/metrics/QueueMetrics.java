package io.heartwire.metrics;

import io.heartwire.broker.QueueStats;
import io.heartwire.queue.NamespaceCounters;
import io.heartwire.queue.Queues;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The figures of queues, by namespace: queues are too many for labels. Counters are of this node;
 * what waits is in the queues of all nodes together.
 */
@ApplicationScoped
class QueueMetrics {
  private static final String LABEL = "namespace";

  void queues(@Observes Startup event, MetricsRegistry metrics, Queues queues) {
    counter(
        metrics,
        queues,
        "heartwire_queue_sent_total",
        "Messages sent to queues",
        NamespaceCounters::sent);
    counter(
        metrics,
        queues,
        "heartwire_queue_refused_total",
        "Messages for which a queue had no room",
        NamespaceCounters::refused);
    counter(
        metrics,
        queues,
        "heartwire_queue_delivered_total",
        "Messages of queues handed to consumers",
        NamespaceCounters::delivered);
    counter(
        metrics,
        queues,
        "heartwire_queue_redelivered_total",
        "Those among them that had been delivered before",
        NamespaceCounters::redelivered);
    counter(
        metrics,
        queues,
        "heartwire_queue_acknowledged_total",
        "Messages that consumers have processed",
        NamespaceCounters::acknowledged);
    counter(
        metrics,
        queues,
        "heartwire_queue_returned_total",
        "Messages that consumers gave back, rejected or left behind",
        NamespaceCounters::returned);
    counter(
        metrics,
        queues,
        "heartwire_queue_lost_total",
        "Messages that consumers had for too long, or while the engine was away",
        NamespaceCounters::lost);
    metrics.counter(
        "heartwire_queue_steps_failed_total",
        "Steps of consumers that failed and are tried again",
        queues::failedSteps);
    gauge(metrics, "heartwire_queue_consumers", "Consumers of queues", Queues::consumers, queues);
    gauge(
        metrics,
        "heartwire_queue_unacknowledged",
        "Messages that consumers of this node have not acknowledged",
        Queues::unacknowledged,
        queues);
    sampled(
        metrics,
        queues,
        "heartwire_queue_ready",
        "Messages that wait for a consumer",
        QueueStats::ready);
    sampled(
        metrics,
        queues,
        "heartwire_queue_delayed",
        "Messages that are kept back",
        QueueStats::delayed);
    sampled(
        metrics,
        queues,
        "heartwire_queue_in_flight",
        "Messages that consumers of any node have",
        QueueStats::inFlight);
    sampled(
        metrics,
        queues,
        "heartwire_queue_dead_letters",
        "Messages that nobody processed",
        QueueStats::dead);
    sampled(
        metrics,
        queues,
        "heartwire_queue_dead_letters_dropped",
        "Dead letters that there was no room for, since each queue began",
        stats -> stats.counters().dropped());
    metrics.gauge(
        "heartwire_queue_oldest_seconds",
        "How long the first message that waits for a consumer has been in its queue",
        LABEL,
        samples ->
            byNamespace(queues, stats -> stats.oldest().toMillis() / 1000.0, Math::max)
                .forEach(samples::sample));
  }

  private static void counter(
      MetricsRegistry metrics,
      Queues queues,
      String name,
      String help,
      ToLongFunction<NamespaceCounters> value) {
    metrics.counter(
        name,
        help,
        LABEL,
        samples ->
            queues
                .counters()
                .forEach(
                    (namespace, counters) ->
                        samples.sample(label(namespace), value.applyAsLong(counters))));
  }

  private static void gauge(
      MetricsRegistry metrics,
      String name,
      String help,
      Function<Queues, Map<String, Integer>> values,
      Queues queues) {
    metrics.gauge(
        name,
        help,
        LABEL,
        samples ->
            values
                .apply(queues)
                .forEach((namespace, value) -> samples.sample(label(namespace), value)));
  }

  private static void sampled(
      MetricsRegistry metrics,
      Queues queues,
      String name,
      String help,
      ToDoubleFunction<QueueStats> value) {
    metrics.gauge(
        name,
        help,
        LABEL,
        samples -> byNamespace(queues, value, Double::sum).forEach(samples::sample));
  }

  private static Map<String, Double> byNamespace(
      Queues queues, ToDoubleFunction<QueueStats> value, BinaryOperator<Double> together) {
    Map<String, Double> all = new TreeMap<>();
    queues
        .sampled()
        .forEach(
            (name, stats) ->
                all.merge(label(queues.counted(name)), value.applyAsDouble(stats), together));
    return all;
  }

  /** A namespace is never called "default". */
  private static String label(String namespace) {
    return namespace.isEmpty() ? "default" : namespace;
  }
}
