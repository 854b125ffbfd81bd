package io.heartwire.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.hook.Hooks;
import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.TestChannels;
import io.heartwire.testkit.TestPool;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Metrics of the beans of an application move when their cause happens, and only then. */
class HookMetricsTest {
  @RegisterExtension final TestPool pool = new TestPool();

  private final TestChannels kit = new TestChannels(pool);
  private final TestMetrics metrics = new TestMetrics();

  @Test
  void beansOfTheApplication() throws IOException {
    new HookMetrics().hooks(null, metrics.registry, kit.hooks);
    try (LogCapture log = new LogCapture(Hooks.class)) {
      for (int i = 0; i < 100; i++) {
        var unused =
            kit.hooks.ask(
                List.of("a bean"),
                bean -> {
                  throw new IllegalStateException("broken");
                },
                () -> CompletableFuture.completedStage("nobody"));
      }
    }

    assertThat(metrics.value("heartwire_hooks_failed_total")).isPositive();
    assertThat(metrics.value("heartwire_hook_calls_total{outcome=\"failed\"}")).isPositive();
    assertThat(metrics.value("heartwire_hook_calls_total{outcome=\"circuit_open\"}")).isPositive();
    assertThat(metrics.value("heartwire_hook_circuits_open")).isEqualTo(1);
    assertThat(metrics.value("heartwire_hook_calls_under_way")).isZero();
    assertThat(metrics.value("heartwire_hook_calls_hanging")).isZero();
  }
}
