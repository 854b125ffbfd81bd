package io.heartwire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundTripTest {
  private final List<Long> told = new ArrayList<>();
  private final RoundTrip roundTrip = new RoundTrip(told::add);

  @Test
  void nothingIsKnownBeforeTheFirstMeasurement() {
    assertThat(roundTrip.last()).isEqualTo(RoundTrip.UNKNOWN);
    assertThat(roundTrip.smoothed()).isEqualTo(RoundTrip.UNKNOWN);
  }

  @Test
  void theFirstMeasurementIsTakenAsItIs() {
    assertThat(roundTrip.measured(800)).isTrue();

    assertThat(told).containsExactly(800L);
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
  void anAnswerToNothingIsNone() {
    assertThat(roundTrip.measured(RoundTrip.UNKNOWN)).isFalse();

    assertThat(told).isEmpty();
    assertThat(roundTrip.smoothed()).isEqualTo(RoundTrip.UNKNOWN);
  }

  @Test
  void anAnswerInNoTimeIsAMeasurement() {
    roundTrip.measured(0);
    roundTrip.measured(800);

    assertThat(roundTrip.smoothed()).isEqualTo(100);
  }

  @Test
  void theLastOnesAreRememberedOldestFirst() {
    assertThat(roundTrip.recentMicros()).isEmpty();
    for (int i = 1; i <= 20; i++) {
      roundTrip.measured(i * 1000L);
    }

    assertThat(roundTrip.recentMicros())
        .hasSize(RoundTrip.MOST_RECENT)
        .startsWith(5, 6)
        .endsWith(19, 20);
  }
}
