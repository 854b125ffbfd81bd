package io.heartwire.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MetricsRegistryTest {
  private static final String OPEN_METRICS = "application/openmetrics-text;version=1.0.0";
  private static final String PROTOBUF =
      "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";

  private final TestMetrics metrics = new TestMetrics();

  @Test
  void valuesAreThoseOfTheMomentOfTheScrape() throws IOException {
    AtomicLong value = new AtomicLong(1);
    metrics.registry.counter("a_total", "What a counts", value::get);
    metrics.registry.gauge("b", "What b is", value::get);
    metrics.text();
    value.set(7);

    assertThat(metrics.text().lines())
        .containsExactlyInAnyOrder(
            "# HELP a_total What a counts",
            "# TYPE a_total counter",
            "a_total 7.0",
            "# HELP b What b is",
            "# TYPE b gauge",
            "b 7.0");
  }

  @Test
  void aLabelHasASampleForEachOfItsValues() throws IOException {
    metrics.registry.counter(
        "a_total",
        "What a counts",
        "kind",
        samples -> {
          samples.sample("x", 1);
          samples.sample("y", 2);
        });

    assertThat(metrics.text()).contains("a_total{kind=\"x\"} 1.0", "a_total{kind=\"y\"} 2.0");
  }

  @Test
  void aHistogramCountsInItsBuckets() throws IOException {
    metrics.registry.histogram("a_seconds", "How long a takes", new double[] {.1, 1}).observe(.5);

    assertThat(metrics.text())
        .contains(
            "a_seconds_bucket{le=\"0.1\"} 0",
            "a_seconds_bucket{le=\"1.0\"} 1",
            "a_seconds_bucket{le=\"+Inf\"} 1",
            "a_seconds_count 1",
            "a_seconds_sum 0.5");
  }

  @Test
  void theFormatIsTheOneThatIsAskedFor() throws IOException {
    metrics.registry.gauge("a", "What a is", () -> 1);

    assertThat(metrics.registry.scrape(null).contentType()).startsWith("text/plain; version=0.0.4");
    assertThat(metrics.registry.scrape("text/html").contentType()).startsWith("text/plain");
    Scrape open = metrics.registry.scrape(OPEN_METRICS);
    assertThat(open.contentType()).startsWith("application/openmetrics-text");
    assertThat(open.body().toString(UTF_8)).endsWith("# EOF\n");
  }

  @Test
  void whoWouldLikeProtobufBestGetsText() throws IOException {
    assertThat(metrics.registry.scrape(PROTOBUF + "," + OPEN_METRICS).contentType())
        .startsWith("application/openmetrics-text");
    assertThat(metrics.registry.scrape(PROTOBUF).contentType()).startsWith("text/plain");
  }

  @Test
  void twoApplicationsInOneServerHaveTheirOwn() throws IOException {
    MetricsRegistry other = new MetricsRegistry();
    metrics.registry.gauge("a", "What a is", () -> 1);
    other.gauge("a", "What a is", () -> 2);

    assertThat(metrics.text()).contains("a 1.0").doesNotContain("a 2.0");
  }
}
