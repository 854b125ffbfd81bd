package io.heartwire.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SystemTimeSourceTest {
  private final TimeSource time = new SystemTimeSource();

  @Test
  void theNanosecondsNeverGoBack() {
    long before = time.nanos();
    for (int i = 0; i < 10_000; i++) {
      long now = time.nanos();
      assertThat(now - before).isNotNegative();
      before = now;
    }
  }

  @Test
  void theWallClockIsThatOfTheMachine() {
    Instant before = Instant.now();
    assertThat(time.wallClock()).isBetween(before, Instant.now());
  }
}
