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
      List.of("connection", "heartbeat", "hub", "channel", "queue", "broker", "hook", "time");

  /** They look in from the side; nobody looks at them. */
  static final Set<String> OUTERMOST =
      Set.of(
          "endpoint",
          "liberty",
          "api",
          "health",
          "metrics",
          "console",
          "page",
          "client",
          "web",
          "engine");

  /** Puts the outermost together, and so names some of them. */
  static final String COMPOSER = "web";

  /** Packages that only a few may name, with those few. */
  static final Map<String, Set<String>> ONLY_USERS =
      Map.of("broker.memory", Set.of("engine", "metrics", "selftest"));

  /** Reads clocks besides {@code time}, which the client must not use. */
  static final String CLOCK_OF_THE_CLIENT = ".client.SystemClientTime";

  /** Package to the packages it may use besides itself. */
  static final Map<String, Set<String>> MAY_USE = mayUse();

  /** Package of a foreign API to the packages that may touch it. */
  static final Map<String, Set<String>> OWNERS = owners();

  private PackageTable() {}

  private static Map<String, Set<String>> mayUse() {
    Map<String, Set<String>> table = new LinkedHashMap<>();
    table.put("visibility", Set.of());
    table.put("config", Set.of("visibility"));
    table.put("client", Set.of());
    row(table, "trace", List.of());
    row(table, "time", List.of());
    row(table, "limit", List.of("time"));
    row(table, "hook", List.of("time"));
    row(table, "connection", List.of("limit", "time"));
    row(table, "heartbeat", List.of("connection", "time"));
    row(table, "json", List.of());
    row(table, "broker", List.of("json", "time"));
    row(table, "channel", List.of("connection", "broker", "json", "hook", "time"));
    row(table, "queue", List.of("broker", "hook", "time"));
    row(table, "hub", List.of("channel", "connection", "broker", "json", "hook", "time"));
    row(table, "token", List.of("hub", "channel", "broker", "json", "hook", "time"));
    row(
        table,
        "protocol",
        List.of(
            "hub", "channel", "queue", "connection", "broker", "json", "hook", "limit", "time"));
    row(
        table,
        "selftest",
        List.of("protocol", "hub", "channel", "connection", "broker", "hook", "time"));
    row(table, "warmup", List.of("selftest", "time"));
    row(
        table,
        "admission",
        List.of("hub", "connection", "channel", "broker", "selftest", "drain", "limit", "time"));
    row(table, "drain", List.of("connection", "time"));
    row(table, "wire", List.of("connection", "limit", "time"));
    row(table, "liberty", List.of("wire", "drain", "time"));
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
            "selftest",
            "hook"));
    row(table, "http", List.of());
    row(
        table,
        "api",
        List.of(
            "http",
            "admission",
            "hub",
            "channel",
            "queue",
            "connection",
            "broker",
            "json",
            "hook",
            "drain",
            "time"));
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
    row(table, "page", List.of("http"));
    List<String> consoleViews = new ArrayList<>(VIEWS);
    consoleViews.addAll(List.of("http", "json", "limit", "admission", "drain", "token"));
    row(table, "console", consoleViews);
    row(table, "engine", List.of("broker"));
    row(
        table,
        "web",
        List.of("admission", "api", "console", "page", "endpoint", "liberty", "metrics"));
    return table;
  }

  /** Every package of the server may read its settings, and say what is nobody else's. */
  private static void row(Map<String, Set<String>> table, String name, List<String> uses) {
    Set<String> all = new LinkedHashSet<>(uses);
    all.add("config");
    all.add("trace");
    all.add("visibility");
    table.put(name, all);
  }

  private static Map<String, Set<String>> owners() {
    Map<String, Set<String>> owners = new LinkedHashMap<>();
    owners.put("jakarta.websocket", Set.of("endpoint"));
    owners.put(
        "jakarta.servlet",
        Set.of(
            "admission",
            "api",
            "endpoint",
            "liberty",
            "metrics",
            "console",
            "page",
            "http",
            "web"));
    owners.put("jakarta.ws.rs", Set.of()); // would leak into those of the application
    owners.put(
        "jakarta.enterprise.concurrent",
        Set.of(
            "time", "heartbeat", "wire", "liberty", "broker", "token", "warmup", "drain", "hook"));
    owners.put("org.eclipse.microprofile.config", Set.of("config"));
    owners.put("org.eclipse.microprofile.faulttolerance", Set.of("token"));
    owners.put("org.eclipse.microprofile.health", Set.of("health"));
    owners.put("io.github.bucket4j", Set.of("limit"));
    owners.put("com.github.benmanes.caffeine", Set.of("limit", "hub"));
    owners.put("dev.failsafe", Set.of("hook"));
    owners.put("io.lettuce", Set.of("broker"));
    owners.put("io.prometheus", Set.of("metrics"));
    owners.put("io.opentelemetry", Set.of("trace"));
    owners.put(
        "com.fasterxml.jackson", Set.of("json", "protocol", "api", "console", "token", "client"));
    owners.put("com.google.protobuf", Set.of("protocol"));
    owners.put("jakarta.json.bind", Set.of("json"));
    owners.put("java.net.http", Set.of("client", "token"));
    owners.put("com.nimbusds", Set.of("token"));
    return owners;
  }
}
