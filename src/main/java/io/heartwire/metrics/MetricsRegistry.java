package io.heartwire.metrics;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of this application, and of no other in the same server. What it is given is read
 * when somebody asks.
 *
 * <p>Exemplars and native histograms are left out: the client's library keeps a thread for them
 * that nothing ends when the application goes.
 */
@Singleton
class MetricsRegistry {

  /** Takes the samples of one metric, one for each value of its label. */
  @FunctionalInterface
  interface Samples {
    void sample(String labelValue, double value);
  }

  /** What a scrape is likely to take. */
  private static final int USUAL_BYTES = 64 * 1024;

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final ExpositionFormats formats = ExpositionFormats.init();

  /** What only grows; the name ends in {@code _total}. */
  void counter(String name, String help, DoubleSupplier value) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .callback(samples -> samples.call(value.getAsDouble()))
        .register(registry);
  }

  /** The same for each value of a label. */
  void counter(String name, String help, String label, Consumer<Samples> values) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames(label)
        .callback(samples -> values.accept((labelValue, value) -> samples.call(value, labelValue)))
        .register(registry);
  }

  /** What goes up and down. */
  void gauge(String name, String help, DoubleSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(samples -> samples.call(value.getAsDouble()))
        .register(registry);
  }

  /** The same for each value of a label. */
  void gauge(String name, String help, String label, Consumer<Samples> values) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames(label)
        .callback(samples -> values.accept((labelValue, value) -> samples.call(value, labelValue)))
        .register(registry);
  }

  /**
   * How long something takes.
   *
   * @param seconds the upper bounds of the buckets
   */
  Histogram histogram(String name, String help, double[] seconds, String... labels) {
    return Histogram.builder()
        .name(name)
        .help(help)
        .labelNames(labels)
        .classicOnly()
        .classicUpperBounds(seconds)
        .withoutExemplars()
        .register(registry);
  }

  /** For what brings metrics of its own. */
  PrometheusRegistry registry() {
    return registry;
  }

  /**
   * All values of this moment.
   *
   * @param accept the header of that name, or null; Prometheus' text format is for everybody
   */
  Scrape scrape(@Nullable String accept) throws IOException {
    ExpositionFormatWriter writer = writerFor(accept);
    ByteArrayOutputStream body = new ByteArrayOutputStream(USUAL_BYTES);
    writer.write(body, registry.scrape());
    return new Scrape(writer.getContentType(), body);
  }

  /** One of the text formats, also for a Prometheus that would like Protobuf best. */
  private ExpositionFormatWriter writerFor(@Nullable String accept) {
    ExpositionFormatWriter best = formats.findWriter(accept);
    if (best.isAvailable()) {
      return best;
    }
    return formats.getOpenMetricsTextFormatWriter().accepts(accept)
        ? formats.getOpenMetricsTextFormatWriter()
        : formats.getPrometheusTextFormatWriter();
  }
}
