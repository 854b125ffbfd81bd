package io.heartwire.config;

import java.util.Map;
import java.util.TreeMap;

/** Keys that earlier versions read, with what became of each. Setting one has no effect. */
final class RemovedKeys {
  private static final String CIRCUIT =
      "the circuit opens when half of at least 20 calls within 10 s fail, for 5 s;"
          + " heartwire.hook.circuit.enabled=false turns it off";

  private static final Map<String, String> REASONS =
      Map.of(
          "heartwire.hook.circuit.failure-percent",
          CIRCUIT,
          "heartwire.hook.circuit.least-calls",
          CIRCUIT,
          "heartwire.hook.circuit.window",
          CIRCUIT,
          "heartwire.hook.circuit.delay",
          CIRCUIT,
          "heartwire.hook.abandon-after",
          "a call that hangs gives its place to others a minute after its time-out",
          "heartwire.token.jwks-cooldown",
          "the key set is asked for at most every 5 s",
          "heartwire.token.jwks-timeout",
          "one fetch of the key set may take 5 s",
          "heartwire.token.jwks-max-bytes",
          "a key set may have 256 KiB");

  private RemovedKeys() {}

  /** Returns those that somebody still sets, in any way, with the reason why they are gone. */
  static Map<String, String> set(Settings settings) {
    Map<String, String> found = new TreeMap<>(REASONS);
    found.keySet().removeIf(key -> !settings.has(key));
    return found;
  }
}
