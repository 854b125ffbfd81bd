package io.heartwire.broker.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.ManualTimeSource;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SignsOfLifeTest {
  private final ManualTimeSource time = new ManualTimeSource();
  private final SignsOfLife signs = new SignsOfLife(time);

  @Test
  void aConnectionThatDeliversNothingForThreeBeatsIsDeaf() {
    signs.beat();
    beats(2);
    assertThat(signs.isDeaf()).isFalse();
    beats(1);
    assertThat(signs.isDeaf()).isTrue();
  }

  @Test
  void oneThatDeliversAnythingIsNot() {
    signs.beat();
    beats(2);
    signs.heard();
    beats(2);
    assertThat(signs.isDeaf()).isFalse();
    assertThat(signs.isSilent()).as("nothing was answered").isTrue();
  }

  @Test
  void oneThatAnswersIsNotSilent() {
    signs.beat();
    beats(2);
    signs.answered();
    beats(2);
    assertThat(signs.isSilent()).isFalse();
    assertThat(signs.isDeaf()).as("nothing was delivered").isTrue();
  }

  @Test
  void aNodeThatStoodStillBlamesNobody() {
    signs.beat();
    time.advance(Duration.ofSeconds(5));
    signs.beat();
    assertThat(signs.isDeaf()).isFalse();
    assertThat(signs.isSilent()).isFalse();
    beats(3);
    assertThat(signs.isDeaf()).as("since it runs again").isTrue();
  }

  private void beats(int count) {
    for (int i = 0; i < count; i++) {
      time.advance(Duration.ofMillis(500));
      signs.beat();
    }
  }
}
