package io.heartwire.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

  @Test
  void defaultMustSpreadWaitsFromTheMinimumToTwiceThePlainOne() {
    assertThat(waits(Backoff.DEFAULT, 0)).containsOnly(500L);
    assertThat(waits(Backoff.DEFAULT, 1))
        .containsExactly(1000L, 2000L, 4000L, 8000L, 16_000L, 20_000L, 20_000L);
    assertThat(waits(Backoff.DEFAULT, 0.5)).startsWith(750L, 1250L, 2250L);
  }

  @Test
  void referenceMustBeOneSecondDoubledFiveTimes() {
    assertThat(waits(Backoff.REFERENCE, 0.7)).startsWith(1000L, 2000L, 4000L, 8000L, 16_000L);
    assertThat(Backoff.REFERENCE.attempts()).isEqualTo(5);
  }

  @Test
  void waitsMustStayBelowTheMaximumHoweverManyThereWere() {
    assertThat(Backoff.DEFAULT.delay(100_000, 1)).isEqualTo(Duration.ofSeconds(20));
    assertThat(Backoff.DEFAULT.delay(Integer.MAX_VALUE, 1)).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void factorOfOneMustKeepWaitsTheSame() {
    assertThat(waits(Backoff.DEFAULT.withFactor(1), 1)).containsOnly(500L);
  }

  @Test
  void nonsenseMustBeRefusedByName() {
    Backoff plain = Backoff.DEFAULT;
    assertThatThrownBy(() -> plain.withMinimum(Duration.ZERO)).hasMessageContaining("minimum");
    assertThatThrownBy(() -> plain.withMaximum(Duration.ofMillis(499)))
        .hasMessageContaining("maximum must not be below the minimum of PT0.5S, was PT0.499S");
    assertThatThrownBy(() -> plain.withFactor(0.9)).hasMessageContaining("factor");
    assertThatThrownBy(() -> plain.withFactor(Double.NaN)).hasMessageContaining("factor");
    assertThatThrownBy(() -> plain.withAttempts(0)).hasMessageContaining("attempts");
    assertThatThrownBy(() -> plain.withSteadyAfter(Duration.ofNanos(-1)))
        .hasMessageContaining("steadyAfter");
  }

  private static List<Long> waits(Backoff backoff, double random) {
    return IntStream.rangeClosed(1, 7)
        .mapToObj(attempt -> backoff.delay(attempt, random).toMillis())
        .toList();
  }
}
