package io.heartwire.metrics;

import java.util.function.Supplier;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** Registers figures that are read when somebody asks. */
final class Gauges {

  private Gauges() {}

  static <N extends Number> void gauge(
      MetricRegistry metrics, String name, String what, Supplier<N> value, Tag... tags) {
    metrics.gauge(Metadata.builder().withName(name).withDescription(what).build(), value, tags);
  }
}
