package io.heartwire.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.ManualTimeSource;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final ManualTimeSource time = new ManualTimeSource();
  private final Progress progress = new Progress(time, LIMIT);

  @Test
  void mustGoOnUntilTheTimeIsOver() {
    time.advance(LIMIT.minusNanos(1));
    assertThat(progress.isEnough()).isFalse();

    time.advance(Duration.ofNanos(1));
    assertThat(progress.isEnough()).isTrue();
    assertThat(progress.took()).isEqualTo(LIMIT);
  }

  @Test
  void mustNotCountTheWaitForThePort() {
    time.advance(LIMIT.multipliedBy(5));
    progress.begin();

    assertThat(progress.isEnough()).isFalse();
  }

  @Test
  void mustEndEarlyWhenRoundsAreNoFasterAnyMore() {
    rounds(Progress.LEAST_HANDSHAKES / Progress.ROUND - 1, 100);
    assertThat(progress.isEnough()).as("too few to say").isFalse();

    rounds(1, 100);
    assertThat(progress.isEnough()).isTrue();
    assertThat(progress.handshakes()).isEqualTo(Progress.LEAST_HANDSHAKES);
  }

  @Test
  void mustGoOnWhileRoundsBecomeFaster() {
    for (int millis = 400, i = 0; i < 14; i++) {
      rounds(1, millis);
      millis = millis * 9 / 10;
    }
    assertThat(progress.handshakes()).isGreaterThan(Progress.LEAST_HANDSHAKES);
    assertThat(progress.isEnough()).isFalse();
  }

  @Test
  void mustNotMakeHandshakesWithoutEnd() {
    long nanos = Duration.ofMillis(400).toNanos();
    for (int i = 1; i < Progress.MOST_HANDSHAKES / Progress.ROUND; i++) {
      round(nanos);
      nanos = nanos * 9 / 10;
      assertThat(progress.isEnough()).as("ever faster, after %d rounds", i).isFalse();
    }

    round(nanos);
    assertThat(progress.isEnough()).isTrue();
  }

  private void rounds(int rounds, int millis) {
    for (int i = 0; i < rounds; i++) {
      round(Duration.ofMillis(millis).toNanos());
    }
  }

  private void round(long nanos) {
    time.advance(Duration.ofNanos(nanos));
    for (int i = 0; i < Progress.ROUND; i++) {
      progress.handshake();
    }
  }
}
