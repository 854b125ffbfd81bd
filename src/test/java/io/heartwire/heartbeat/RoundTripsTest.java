package io.heartwire.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RoundTripsTest {
  private final RoundTrips roundTrips = new RoundTrips();

  @Test
  void withoutMeasurementsThereAreNoFigures() {
    assertThat(roundTrips.summary())
        .isEqualTo(new RoundTrips.Summary(0, Duration.ZERO, Duration.ZERO, Duration.ZERO));
  }

  @Test
  void thePercentilesAreThoseOfAllMeasurements() {
    for (int millis = 1; millis <= 100; millis++) {
      roundTrips.roundTrip(millis * 1_000_000L);
      if (millis == 50) {
        roundTrips.summary(); // reading in between must not lose anything
      }
    }

    RoundTrips.Summary summary = roundTrips.summary();
    assertThat(summary.count()).isEqualTo(100);
    assertThat(summary.p50().toNanos()).isCloseTo(50_000_000L, within(1_000_000L));
    assertThat(summary.p99().toNanos()).isCloseTo(99_000_000L, within(1_000_000L));
    assertThat(summary.max().toNanos()).isCloseTo(100_000_000L, within(1_000_000L));
  }

  @Test
  void aRoundTripBeyondTheScaleIsCountedAtItsEnd() {
    roundTrips.roundTrip(Duration.ofHours(3).toNanos());

    assertThat(roundTrips.summary().count()).isEqualTo(1);
    assertThat(roundTrips.summary().max())
        .isBetween(Duration.ofMinutes(2), Duration.ofSeconds(122));
  }
}
