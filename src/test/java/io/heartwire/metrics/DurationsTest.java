package io.heartwire.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.hub.Distribution;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class DurationsTest {
  private static final long MILLI = 1_000_000;

  private final TestMetrics metrics = new TestMetrics();
  private final Durations durations = new Durations(metrics.registry);

  @Test
  void everythingIsThereBeforeItHasHappened() throws IOException {
    assertThat(metrics.text())
        .contains(
            "heartwire_round_trip_seconds_count 0",
            "heartwire_publish_to_written_seconds_count 0",
            "heartwire_fan_out_seconds_count 0",
            "heartwire_publish_seconds_count 0",
            "heartwire_delivery_lag_seconds_count 0",
            "heartwire_sweep_seconds_count 0");
  }

  @Test
  void eachKindIsCountedInSeconds() throws IOException {
    durations.roundTrip(500 * MILLI);
    durations.written(250 * MILLI);
    durations.fannedOut(125 * MILLI);
    durations.swept(2000 * MILLI);
    durations.accepted(4000 * MILLI);
    durations.delivered(8000 * MILLI);
    durations.client("centrifuge", "publish", 500 * MILLI);
    durations.client("centrifuge", "publish", 500 * MILLI);
    durations.api("info", 250 * MILLI);

    assertThat(metrics.text())
        .contains(
            "heartwire_round_trip_seconds_sum 0.5",
            "heartwire_publish_to_written_seconds_sum 0.25",
            "heartwire_fan_out_seconds_sum 0.125",
            "heartwire_sweep_seconds_sum 2.0",
            "heartwire_publish_seconds_sum 4.0",
            "heartwire_delivery_lag_seconds_sum 8.0",
            "heartwire_command_seconds_sum{command=\"publish\",protocol=\"centrifuge\"} 1.0",
            "heartwire_api_call_seconds_count{method=\"info\"} 1");
  }

  @Test
  void distributionsCountEachBucketByItself() {
    durations.roundTrip(MILLI / 2);
    durations.roundTrip(2 * MILLI);
    durations.roundTrip(60_000 * MILLI);

    Distribution found = durations.roundTrips();

    assertThat(found.bounds()).startsWith(.001, .0025).endsWith(10, 25);
    assertThat(found.counts())
        .hasSize(found.bounds().length + 1)
        .startsWith(1, 1, 0)
        .endsWith(0, 1);
    assertThat(durations.written().counts()).containsOnly(0);
  }

  /** Not before the JVM has compiled it for good, which takes some rounds. */
  @Test
  void observingAllocatesNothingOnceItIsCompiled() {
    int rounds = 0;
    while (allocatedBy(20_000) > 20_000) {
      rounds++;
      assertThat(rounds).as("rounds with more than a byte for each observation").isLessThan(500);
    }
  }

  private long allocatedBy(int times) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    observe(times);
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private void observe(int times) {
    for (int i = 0; i < times; i++) {
      durations.roundTrip(i);
      durations.written(i);
      durations.fannedOut(i);
      durations.swept(i);
      durations.accepted(i);
      durations.delivered(i);
      durations.client("centrifuge", "publish", i);
      durations.api("publish", i);
    }
  }
}
