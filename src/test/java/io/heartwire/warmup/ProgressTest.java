package io.heartwire.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.ManualTimeSource;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

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
  void mustReportHowLongItTookOnceItHasEnded() {
    time.advance(Duration.ofSeconds(7));
    progress.end();
    time.advance(Duration.ofHours(1));

    assertThat(progress.took()).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void mustGoOnAsLongAsHandshakesGetFaster() {
    for (int each = 100; each < 10_000; each = each * 11 / 10) {
      round(each);
      assertThat(progress.isEnough()).as("with %d a round", each).isFalse();
    }
  }

  @Test
  void mustEndWhenHandshakesStopGettingFaster() {
    round(1_000);
    for (int i = 1; i < Progress.STEADY_ROUNDS; i++) {
      round(1_040);
      assertThat(progress.isEnough()).as("too few rounds to say").isFalse();
    }

    round(1_040);
    assertThat(progress.isEnough()).isTrue();
    assertThat(progress.handshakes()).isEqualTo(1_000 + Progress.STEADY_ROUNDS * 1_040);
  }

  @Test
  void mustNotTakeASlowRoundForTheEnd() {
    round(1_000);
    round(500);
    round(600);
    round(2_000);
    round(1_000);
    round(1_000);
    assertThat(progress.isEnough()).isFalse();

    round(2_050);
    assertThat(progress.isEnough()).as("no faster than before").isTrue();
  }

  /** One round with so many handshakes, the last of them at its end. */
  private void round(int handshakes) {
    for (int i = 1; i < handshakes; i++) {
      progress.handshake();
    }
    time.advance(Progress.ROUND);
    progress.handshake();
  }
}
