package io.heartwire.drain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DrainRateTest {
  private static final long BEGIN = -Duration.ofMillis(30).toNanos(); // time crosses zero

  @Test
  void mustStayBelowTheRateWithEverySecond() {
    DrainRate pace = new DrainRate(100, BEGIN);

    for (int second = 0; second < 5; second++) {
      int taken = 0;
      for (int millis = 0; millis < 1000; millis += 50) {
        taken += takenAt(pace, Duration.ofSeconds(second).plusMillis(millis));
      }
      assertThat(taken).isBetween(75, 81);
    }
  }

  @Test
  void mustSpreadThemOverTheSecond() {
    DrainRate pace = new DrainRate(1000, BEGIN);

    for (int tick = 1; tick <= 100; tick++) {
      assertThat(takenAt(pace, Duration.ofMillis(50L * tick))).isLessThanOrEqualTo(81);
    }
  }

  @Test
  void mustNotMakeUpForAPause() {
    DrainRate pace = new DrainRate(100, BEGIN);
    takenAt(pace, Duration.ZERO);

    assertThat(takenAt(pace, Duration.ofSeconds(30))).isLessThanOrEqualTo(10);
    assertThat(takenAt(pace, Duration.ofSeconds(30).plusMillis(50))).isLessThanOrEqualTo(5);
  }

  @Test
  void mustTakeOneAtATimeWhereTheRateIsLow() {
    DrainRate pace = new DrainRate(1, BEGIN);

    assertThat(takenAt(pace, Duration.ZERO)).isEqualTo(1);
    assertThat(takenAt(pace, Duration.ofMillis(1000))).isZero();
    assertThat(takenAt(pace, Duration.ofMillis(1300))).isEqualTo(1);
    assertThat(takenAt(pace, Duration.ofMinutes(1))).isEqualTo(1);
  }

  @Test
  void mustSayHowLongItTakes() {
    assertThat(DrainRate.lengthOf(801, 100)).isEqualTo(Duration.ofSeconds(10));
    assertThat(DrainRate.lengthOf(1, 100)).isZero();
    assertThat(DrainRate.lengthOf(0, 100)).isZero();
  }

  private static int takenAt(DrainRate pace, Duration sinceBegin) {
    int taken = 0;
    while (pace.takes(BEGIN + sinceBegin.toNanos())) {
      taken++;
    }
    return taken;
  }
}
