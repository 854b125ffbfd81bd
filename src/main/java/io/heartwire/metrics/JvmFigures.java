package io.heartwire.metrics;

import com.sun.management.UnixOperatingSystemMXBean;
import io.heartwire.time.TimeSource;
import io.prometheus.metrics.instrumentation.jvm.JvmBufferPoolMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmClassLoadingMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmCompilationMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmNativeMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmRuntimeInfoMetric;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricFamilyDescriptor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import java.lang.management.ManagementFactory;

/**
 * The figures of the JVM and its process.
 *
 * <p>All that the library has but the allocations of memory pools: for these it listens to the
 * JVM's collectors and never stops, which would keep the classes of an application that has gone.
 */
@ApplicationScoped
class JvmFigures {

  private static final String OPEN_FILES = "process_open_fds";

  void jvm(@Observes Startup event, MetricsRegistry metrics, TimeSource time) {
    PrometheusRegistry registry = metrics.registry();
    JvmThreadsMetrics.builder().register(registry);
    JvmBufferPoolMetrics.builder().register(registry);
    JvmClassLoadingMetrics.builder().register(registry);
    JvmCompilationMetrics.builder().register(registry);
    JvmGarbageCollectorMetrics.builder().register(registry);
    JvmMemoryMetrics.builder().register(registry);
    JvmNativeMemoryMetrics.builder().register(registry);
    JvmRuntimeInfoMetric.builder().register(registry);
    process(metrics, time);
  }

  /** But for the number of open files, which the library lets the JDK count at every scrape. */
  private static void process(MetricsRegistry metrics, TimeSource time) {
    ProcessMetrics.builder()
        .register(
            new PrometheusRegistry() {
              @Override
              public void register(Collector collector) {
                if (!isOpenFiles(collector)) {
                  metrics.registry().register(collector);
                }
              }
            });
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
      OpenFiles files = new OpenFiles(system, time);
      metrics.gauge(OPEN_FILES, "Number of open file descriptors.", files::count);
    }
  }

  private static boolean isOpenFiles(Collector collector) {
    MetricFamilyDescriptor described = collector.getMetricFamilyDescriptor();
    return described != null && OPEN_FILES.equals(described.getPrometheusName());
  }
}
