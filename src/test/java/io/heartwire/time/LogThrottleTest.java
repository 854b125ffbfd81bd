package io.heartwire.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.ManualTimeSource;
import io.heartwire.testkit.Race;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LogThrottleTest {
  private final ManualTimeSource time = new ManualTimeSource();
  private final LogThrottle throttle = new LogThrottle(time);

  @Test
  void theFirstOccurrenceIsLoggedAtOnce() {
    assertThat(throttle.permits()).isTrue();
  }

  @Test
  void oneOccurrenceASecondIsLogged() {
    throttle.permits();
    time.advance(Duration.ofMillis(999));
    assertThat(throttle.permits()).isFalse();

    time.advance(Duration.ofMillis(1));
    assertThat(throttle.permits()).isTrue();
    assertThat(throttle.permits()).isFalse();
  }

  @Test
  void thePeriodMayBeLonger() {
    LogThrottle slow = new LogThrottle(time, Duration.ofMinutes(1));
    slow.permits();
    time.advance(Duration.ofSeconds(59));
    assertThat(slow.permits()).isFalse();

    time.advance(Duration.ofSeconds(1));
    assertThat(slow.permits()).isTrue();
  }

  @Test
  void aLongSilenceSavesNothingUp() {
    throttle.permits();
    time.advance(Duration.ofHours(1));

    assertThat(throttle.permits()).isTrue();
    assertThat(throttle.permits()).isFalse();
  }

  @Test
  void oneOfManyAtOnceIsLogged() {
    for (int round = 0; round < 100; round++) {
      AtomicInteger permitted = new AtomicInteger();
      Race.among(4, number -> permitted.addAndGet(throttle.permits() ? 1 : 0));
      assertThat(permitted).hasValue(1);
      time.advance(Duration.ofSeconds(1));
    }
  }

  @Test
  void theOverflowOfTheCounterDoesNotSilenceIt() {
    ManualTimeSource overflowing = new ManualTimeSource(Long.MAX_VALUE - 500_000_000);
    LogThrottle across = new LogThrottle(overflowing);
    across.permits();
    overflowing.advance(Duration.ofSeconds(1));

    assertThat(across.permits()).isTrue();
  }
}
