package io.heartwire.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heartwire.testkit.PrometheusText;
import java.io.IOException;

/** Metrics that are read as Prometheus reads them. */
final class TestMetrics {
  final MetricsRegistry registry = new MetricsRegistry();

  String text() throws IOException {
    return registry.scrape(null).body().toString(UTF_8);
  }

  /** The value of a sample, named as printed, labels included. */
  double value(String sample) throws IOException {
    return PrometheusText.parse(text()).value(sample);
  }
}
