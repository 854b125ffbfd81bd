package io.heartwire.it.server;

import java.util.Map;
import java.util.TreeMap;

/** Variables of the environment that a gateway is started with. */
public final class Environment {
  private Environment() {}

  /** A map, open to more, of lines such as {@code HEARTWIRE_DRAIN_RATE=100}. */
  public static Map<String, String> of(String lines) {
    Map<String, String> env = new TreeMap<>();
    for (String line : lines.lines().toList()) {
      String[] parts = line.split("=", 2);
      if (parts.length != 2) {
        throw new IllegalArgumentException("no NAME=value: " + line);
      }
      env.put(parts[0], parts[1]);
    }
    return env;
  }
}
