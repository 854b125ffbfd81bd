package io.heartwire.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.ManualTimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OpenFilesTest {
  private final ManualTimeSource time = new ManualTimeSource();
  private final AtomicInteger listings = new AtomicInteger();

  @Test
  void whereTheSystemKnowsTheNumberNothingIsListed() {
    OpenFiles files = new OpenFiles(() -> 7, listings::incrementAndGet, time);

    assertThat(files.count()).isEqualTo(7);
    assertThat(listings).hasValue(0);
  }

  @Test
  void whereItDoesNotTheyAreListedFourTimesAMinuteAtTheMost() {
    OpenFiles files = new OpenFiles(() -> 0, () -> 10 * listings.incrementAndGet(), time);

    assertThat(files.count()).isEqualTo(10);
    time.advance(Duration.ofSeconds(14));
    assertThat(files.count()).isEqualTo(10);
    time.advance(Duration.ofSeconds(1));
    assertThat(files.count()).isEqualTo(20);
  }

  @Test
  void aScrapeHasTheOpenFilesOnceBesideTheOtherFiguresOfTheProcess() throws IOException {
    MetricsRegistry metrics = new MetricsRegistry();
    new JvmFigures().jvm(null, metrics, time);

    String text = metrics.scrape(null).body().toString(UTF_8);

    assertThat(text)
        .contains("process_cpu_seconds_total ", "process_max_fds ", "jvm_runtime_info{");
    assertThat(text.lines().filter(line -> line.startsWith("process_open_fds ")))
        .singleElement()
        .satisfies(line -> assertThat(Double.parseDouble(line.split(" ")[1])).isGreaterThan(3));
    assertThat(text.lines().filter(line -> line.startsWith("# TYPE process_open_fds "))).hasSize(1);
  }
}
