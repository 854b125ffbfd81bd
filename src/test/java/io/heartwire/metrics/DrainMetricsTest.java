package io.heartwire.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.drain.DrainConfig;
import io.heartwire.drain.TestDrain;
import io.heartwire.testkit.ScriptedTransport;
import io.heartwire.testkit.TestPool;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Metrics of drains move when their cause happens, and only then. */
class DrainMetricsTest {
  @RegisterExtension final TestPool pool = new TestPool();

  private final TestMetrics metrics = new TestMetrics();

  @Test
  void drains() throws IOException {
    TestDrain departures = new TestDrain(pool);
    new DrainMetrics().drains(null, metrics.registry, departures.drain());
    pool.live(new ScriptedTransport());
    assertThat(metrics.value("heartwire_drain_remaining")).isZero();

    departures.drain().start(new DrainConfig(pool.settings).plan());

    assertThat(metrics.value("heartwire_drain_remaining")).isEqualTo(1);
    assertThat(metrics.value("heartwire_drain_refusing")).isEqualTo(1);
    pool.time.advance(Duration.ofMinutes(5));
    departures.tick();
    departures.tick();
    assertThat(metrics.value("heartwire_drain_remaining")).isZero();
    assertThat(metrics.value("heartwire_drain_seconds")).isPositive();
    double all = 0;
    for (String outcome : List.of("moved", "lost", "cut", "left")) {
      all += metrics.value("heartwire_drain_connections_total{outcome=\"" + outcome + "\"}");
    }
    assertThat(all).isEqualTo(1);
    departures.drain().cancel();
  }
}
