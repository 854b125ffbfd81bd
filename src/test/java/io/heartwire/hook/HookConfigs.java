package io.heartwire.hook;

import io.heartwire.config.Settings;
import io.heartwire.testkit.TestSettings;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Limits of beans as tests need them: also those that no user can choose. */
final class HookConfigs {
  private static final Duration LEAST = Duration.ofMillis(1);
  private static final Duration MOST = Duration.ofDays(1);

  private HookConfigs() {}

  /**
   * @param values by the names of the settings, without their prefix; besides, {@code
   *     abandon-after}, {@code circuit.failure-percent}, {@code circuit.least-calls} and {@code
   *     circuit.delay}. A call has five minutes unless they say otherwise
   */
  static HookConfig with(Map<String, String> values) {
    Map<String, String> all = new TreeMap<>();
    values.forEach((key, value) -> all.put("heartwire.hook." + key, value));
    all.putIfAbsent("heartwire.hook.timeout", "5m");
    HookConfig usual = new HookConfig(TestSettings.with(all));
    Settings own =
        TestSettings.with(all)
            .section(
                "heartwire.hook.",
                Map.of(
                    "abandon-after", usual.abandonAfter().toString(),
                    "circuit.failure-percent", String.valueOf(usual.circuit().failurePercent()),
                    "circuit.least-calls", String.valueOf(usual.circuit().leastCalls()),
                    "circuit.delay", usual.circuit().delay().toString()));
    return new HookConfig(
        usual.timeout(),
        usual.maxCalls(),
        usual.maxThreads(),
        usual.maxEvents(),
        own.duration("abandon-after", LEAST, MOST),
        new HookConfig.Circuit(
            usual.circuit().enabled(),
            own.number("circuit.failure-percent", 1, 100),
            own.number("circuit.least-calls", 1, 1000),
            usual.circuit().window(),
            own.duration("circuit.delay", LEAST, MOST)));
  }
}
