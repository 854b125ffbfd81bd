package io.heartwire.bench.report;

import io.heartwire.bench.load.FileLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All that has to be known to judge or repeat a run. */
public final class Surroundings {

  private Surroundings() {}

  /**
   * Label and value, in the order to be shown.
   *
   * @param gatewaySettings its environment
   */
  public static Map<String, String> describe(List<String> gatewaySettings) throws IOException {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("started", Instant.now().toString());
    all.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    all.put("memory", firstLine("/proc/meminfo").replaceAll("\\s+", " "));
    all.put("kernel", firstLine("/proc/sys/kernel/osrelease"));
    all.put("load at the start", firstLine("/proc/loadavg"));
    all.put("Java", Runtime.version() + " (generator and gateway)");
    all.put("open files", Long.toString(FileLimit.openFiles()));
    all.put("gateway", String.join(" ", gatewaySettings));
    all.put("jvm.options", String.join(" ", jvmOptions()));
    return all;
  }

  private static String firstLine(String file) throws IOException {
    return Files.readAllLines(Path.of(file)).get(0);
  }

  private static List<String> jvmOptions() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("liberty/jvm.options"))) {
      return lines.filter(line -> line.startsWith("-")).toList();
    }
  }
}
