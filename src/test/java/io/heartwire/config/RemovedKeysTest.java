package io.heartwire.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.TestSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Keys that are gone are named with what holds instead. */
class RemovedKeysTest {
  @Test
  void aKeyThatIsStillSetIsFoundWithTheReason() {
    Settings settings = TestSettings.with(Map.of("heartwire.hook.circuit.window", "3s"));

    assertThat(RemovedKeys.set(settings))
        .containsOnlyKeys("heartwire.hook.circuit.window")
        .hasValueSatisfying(
            new org.assertj.core.api.Condition<>(
                why -> why.contains("heartwire.hook.circuit.enabled"), "what can be done"));
  }

  @Test
  void theDefaultsSetNone() {
    assertThat(RemovedKeys.set(TestSettings.with(Map.of()))).isEmpty();
  }
}
