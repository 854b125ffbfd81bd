package io.heartwire.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.connection.ConnectionRegistry;
import io.heartwire.testkit.ManualTimeSource;
import io.heartwire.testkit.TestPool;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The settings, the clock and the pool that rules work with. */
abstract class AdmissionFixture {
  @RegisterExtension final TestPool pool;

  final ManualTimeSource time;
  final ConnectionRegistry registry;
  final CurrentConfig config;

  AdmissionFixture(Map<String, String> overrides) {
    pool = new TestPool(overrides);
    time = pool.time;
    registry = pool.registry;
    config = new CurrentConfig(() -> new AdmissionConfig(pool.settings), time);
    assertThat(pool.settings.problems()).isEmpty();
  }

  /** A change at run time, which is noticed within a second. */
  final void change(String key, String value) {
    pool.overrides.put(key, value);
    time.advance(Duration.ofSeconds(1));
  }

  static @Nullable RefusalReason reason(@Nullable Refusal refusal) {
    return refusal == null ? null : refusal.reason();
  }
}
