package io.heartwire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoundTripTest {
  private final RoundTrip roundTrip = new RoundTrip();

  @Test
  void nothingIsKnownBeforeTheFirstMeasurement() {
    assertThat(roundTrip.last()).isEqualTo(RoundTrip.UNKNOWN);
    assertThat(roundTrip.smoothed()).isEqualTo(RoundTrip.UNKNOWN);
  }

  @Test
  void theFirstMeasurementIsTakenAsItIs() {
    roundTrip.measured(800);

    assertThat(roundTrip.last()).isEqualTo(800);
    assertThat(roundTrip.smoothed()).isEqualTo(800);
  }

  @Test
  void laterOnesCountOneEighthAsInRfc6298() {
    roundTrip.measured(800);
    roundTrip.measured(1600);
    assertThat(roundTrip.last()).isEqualTo(1600);
    assertThat(roundTrip.smoothed()).isEqualTo(800 * 7 / 8 + 1600 / 8);

    roundTrip.measured(100);
    assertThat(roundTrip.smoothed()).isEqualTo(900 - 800 / 8);
  }

  @Test
  void anAnswerInNoTimeIsAMeasurement() {
    roundTrip.measured(0);
    roundTrip.measured(800);

    assertThat(roundTrip.smoothed()).isEqualTo(100);
  }
}
