package io.heartwire.broker.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.config.ConfigProblem;
import io.heartwire.config.Settings;
import io.heartwire.testkit.TestSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryBrokerConfigTest {
  private static final String PREFIX = "heartwire.broker.memory.";
  private static final Map<String, String> GOOD =
      Map.of(
          PREFIX + "max-bytes", "268435456",
          PREFIX + "meta-ttl", "24h",
          PREFIX + "idempotency-keys", "100000",
          PREFIX + "max-presence", "1000000");

  @Test
  void theValuesComeFromTheirKeys() {
    Settings settings = TestSettings.with(GOOD);

    assertThat(new MemoryBrokerConfig(settings))
        .isEqualTo(new MemoryBrokerConfig(268_435_456, Duration.ofHours(24), 100_000, 1_000_000));
    assertThat(settings.problems()).isEmpty();
  }

  @Test
  void badValuesAreNamedWithTheirKey() {
    Map<String, String> bad = new HashMap<>(GOOD);
    bad.put(PREFIX + "max-bytes", "1000");
    bad.put(PREFIX + "meta-ttl", "0s");
    bad.put(PREFIX + "idempotency-keys", "0");
    bad.put(PREFIX + "max-presence", "many");
    Settings settings = TestSettings.with(bad);
    assertThat(new MemoryBrokerConfig(settings)).isNotNull();

    assertThat(settings.problems())
        .extracting(ConfigProblem::key)
        .containsExactlyInAnyOrderElementsOf(GOOD.keySet());
  }
}
