package io.heartwire.it.wire;

import io.heartwire.it.server.GatewayServer;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server holds for its clients: numbers by name, those of its busy threads among them. */
record Footprint(Map<String, Long> numbers) {
  private static final Pattern CONNECTIONS = Pattern.compile("\"total\":(\\d+)");

  /** These come and go as the JVM likes. */
  private static final String COMPILERS = "C# CompilerThread#";

  static Footprint of(GatewayServer server) {
    Map<String, Long> numbers = new TreeMap<>(server.inside().busyThreads());
    numbers.remove(COMPILERS);
    Matcher connections = CONNECTIONS.matcher(server.get("/health/ready"));
    numbers.put("connections", connections.find() ? Long.parseLong(connections.group(1)) : -1);
    numbers.put("outboxes", (long) server.metric("heartwire_outboxes{state=\"in_use\"}"));
    numbers.put("sockets", server.inside().descriptors());
    return new Footprint(numbers);
  }

  /** What there is more of now than there was then, with both numbers. */
  Map<String, String> grownSince(Footprint before) {
    Map<String, String> grown = new TreeMap<>();
    numbers.forEach(
        (name, number) -> {
          long then = before.numbers.getOrDefault(name, 0L);
          if (number > then) {
            grown.put(name, then + " before, now " + number);
          }
        });
    return grown;
  }
}
