package io.heartwire.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.ManualTimeSource;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private long compiledMillis = 7_000; // what the start itself took
  private final ManualTimeSource time = new ManualTimeSource();
  private final Progress progress = new Progress(time, LIMIT, () -> compiledMillis);

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
  void mustEndEarlyWhenTheCompilerIsQuiet() {
    rounds(Progress.QUIET_ROUNDS - 1, 0);
    assertThat(progress.isEnough()).as("too few to say").isFalse();

    rounds(1, 0);
    assertThat(progress.isEnough()).isTrue();
    assertThat(progress.handshakes()).isEqualTo(Progress.QUIET_ROUNDS * Progress.ROUND);
  }

  @Test
  void mustGoOnWhileTheCompilerIsBusy() {
    rounds(20, 30);

    assertThat(progress.handshakes()).isEqualTo(20 * Progress.ROUND);
    assertThat(progress.isEnough()).isFalse();
  }

  @Test
  void mustNotTakeAPauseOfTheCompilerForItsEnd() {
    rounds(15, 30);

    rounds(Progress.QUIET_ROUNDS - 1, 0);
    rounds(1, 30);
    rounds(Progress.QUIET_ROUNDS - 1, 0);
    assertThat(progress.isEnough()).isFalse();

    rounds(1, 0);
    assertThat(progress.isEnough()).isTrue();
  }

  @Test
  void mustNotMakeHandshakesWithoutEnd() {
    for (int i = 1; i < Progress.MOST_HANDSHAKES / Progress.ROUND; i++) {
      rounds(1, 30);
      assertThat(progress.isEnough()).as("still compiling, after %d rounds", i).isFalse();
    }

    rounds(1, 30);
    assertThat(progress.isEnough()).isTrue();
  }

  /** Rounds of 100 ms, in each of which the compiler works for so long. */
  private void rounds(int rounds, int compilingMillis) {
    for (int i = 0; i < rounds; i++) {
      time.advance(Duration.ofMillis(100));
      compiledMillis += compilingMillis;
      for (int each = 0; each < Progress.ROUND; each++) {
        progress.handshake();
      }
    }
  }
}
