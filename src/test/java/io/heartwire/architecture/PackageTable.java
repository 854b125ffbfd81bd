package io.heartwire.architecture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which package may use which, and which foreign API belongs to whom: the design, as data. */
final class PackageTable {
  private static final List<String> VIEWS =
      List.of("connection", "heartbeat", "hub", "channel", "broker", "hook", "time");

  /** They look in from the side; nobody looks at them. */
  static final Set<String> OUTERMOST =
      Set.of("endpoint", "liberty", "api", "health", "metrics", "console", "client");

  /** Reads clocks besides {@code time}, which the client must not use. */
  static final String CLOCK_OF_THE_CLIENT = ".client.SystemClientTime";

  /** Package to the packages it may use besides itself. */
  static final Map<String, Set<String>> MAY_USE = mayUse();

  /** Package of a foreign API to the packages that may touch it. */
  static final Map<String, Set<String>> OWNERS = owners();

  private PackageTable() {}

  private static Map<String, Set<String>> mayUse() {
    Map<String, Set<String>> table = new LinkedHashMap<>();
    table.put("config", Set.of());
    table.put("client", Set.of());
    row(table, "time", List.of());
    row(table, "limit", List.of("time"));
    row(table, "hook", List.of("time"));
    row(table, "loopback", List.of());
    row(table, "connection", List.of("limit", "time"));
    row(table, "heartbeat", List.of("connection", "time"));
    row(table, "broker", List.of("time"));
    row(table, "json", List.of("broker"));
    row(table, "channel", List.of("connection", "broker", "hook", "time"));
    row(table, "hub", List.of("channel", "connection", "broker", "hook", "time"));
    row(table, "token", List.of("hub", "channel", "broker", "json", "hook", "time"));
    row(
        table,
        "protocol",
        List.of("hub", "channel", "connection", "broker", "json", "hook", "time"));
    row(
        table,
        "warmup",
        List.of("protocol", "hub", "channel", "connection", "broker", "loopback", "hook", "time"));
    row(
        table,
        "admission",
        List.of("hub", "connection", "channel", "broker", "warmup", "drain", "limit", "time"));
    row(table, "drain", List.of("connection", "time"));
    row(table, "wire", List.of("connection", "limit", "time"));
    row(table, "liberty", List.of("wire", "drain", "loopback", "time"));
    row(
        table,
        "endpoint",
        List.of(
            "protocol",
            "wire",
            "hub",
            "time",
            "limit",
            "admission",
            "connection",
            "channel",
            "warmup",
            "hook"));
    row(
        table,
        "api",
        List.of("hub", "channel", "connection", "broker", "json", "hook", "drain", "time"));
    List<String> healthViews = new ArrayList<>(VIEWS);
    healthViews.add("warmup");
    healthViews.add("drain");
    healthViews.add("token");
    row(table, "health", healthViews);
    List<String> metricsViews = new ArrayList<>(VIEWS);
    metricsViews.add("admission");
    metricsViews.add("drain");
    metricsViews.add("token");
    row(table, "metrics", metricsViews);
    row(table, "console", VIEWS);
    return table;
  }

  /** Every package of the server may read its settings. */
  private static void row(Map<String, Set<String>> table, String name, List<String> uses) {
    Set<String> all = new LinkedHashSet<>(uses);
    all.add("config");
    table.put(name, all);
  }

  private static Map<String, Set<String>> owners() {
    Map<String, Set<String>> owners = new LinkedHashMap<>();
    owners.put("jakarta.websocket", Set.of("endpoint"));
    owners.put("jakarta.servlet", Set.of("admission", "endpoint", "liberty", "console"));
    owners.put("jakarta.ws.rs", Set.of("api", "console"));
    owners.put(
        "jakarta.enterprise.concurrent",
        Set.of("heartbeat", "wire", "liberty", "broker", "token", "warmup", "drain"));
    owners.put("org.eclipse.microprofile.config", Set.of("config"));
    owners.put("org.eclipse.microprofile.faulttolerance", Set.of("token"));
    owners.put("org.eclipse.microprofile.health", Set.of("health"));
    owners.put("org.eclipse.microprofile.metrics", Set.of("metrics"));
    owners.put("org.eclipse.microprofile.openapi", Set.of("api"));
    owners.put("io.github.bucket4j", Set.of("limit"));
    owners.put("com.github.benmanes.caffeine", Set.of("admission", "hub"));
    owners.put("dev.failsafe", Set.of("hook"));
    owners.put("org.HdrHistogram", Set.of("heartbeat", "metrics"));
    owners.put("com.fasterxml.jackson", Set.of("json", "protocol", "api", "token", "client"));
    owners.put("com.google.protobuf", Set.of("protocol", "warmup"));
    owners.put("java.net.http", Set.of("client", "token"));
    owners.put("com.nimbusds", Set.of("token"));
    return owners;
  }
}
