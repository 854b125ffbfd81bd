package io.heartwire.bench.scenario;

import io.heartwire.bench.report.Measure;
import io.heartwire.bench.server.AllocationMeter;
import io.heartwire.bench.server.ProcessTree;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the server and the generator spend from its creation on; on the receiving thread. */
final class Usage {
  /** Above it, the receiving thread of the generator is likely what limits. */
  private static final double BUSY = 0.85;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final ProcessTree server;
  private final Optional<AllocationMeter> allocations;
  private final long startNanos;
  private final long serverCpu;
  private final long ownCpu;

  private Usage(ProcessTree server, Optional<AllocationMeter> allocations) {
    this.server = server;
    this.allocations = allocations;
    startNanos = System.nanoTime();
    ownCpu = THREADS.getCurrentThreadCpuTime();
    serverCpu = server.cpuNanos();
  }

  static Usage start(Stage stage) {
    return new Usage(stage.process(), AllocationMeter.start(stage.process()));
  }

  /** Without what the server allocates: to be asked for that, a JVM loads and compiles a lot. */
  static Usage startUnasked(Stage stage) {
    return new Usage(stage.process(), Optional.empty());
  }

  /** Nanoseconds since the start. */
  long elapsed() {
    return System.nanoTime() - startNanos;
  }

  /** What the server has spent so far, in nanoseconds. */
  long serverNanos() {
    return server.cpuNanos() - serverCpu;
  }

  /**
   * Ends it: server CPU and allocations per piece of work, its memory now, and how busy the
   * generator was.
   */
  Spent end(long pieces) {
    double share = (double) (THREADS.getCurrentThreadCpuTime() - ownCpu) / elapsed();
    Map<Measure, Double> values = new EnumMap<>(Measure.class);
    values.put(Measure.CPU, serverNanos() / 1e3 / Math.max(1, pieces));
    allocations.ifPresent(
        meter -> {
          values.put(Measure.ALLOCATED, (double) meter.bytes() / Math.max(1, pieces));
          meter.close();
        });
    values.put(Measure.RSS, server.residentBytes() / 1024.0 / 1024);
    values.put(Measure.GENERATOR, 100 * share);
    List<String> remarks = new ArrayList<>();
    if (share > BUSY) {
      remarks.add("generator-bound");
    }
    return new Spent(values, remarks);
  }

  /** Both may be added to. */
  record Spent(Map<Measure, Double> values, List<String> remarks) {}
}
