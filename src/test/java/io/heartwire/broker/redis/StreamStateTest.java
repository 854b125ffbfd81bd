package io.heartwire.broker.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.StreamPosition;
import org.junit.jupiter.api.Test;

class StreamStateTest {
  private final StreamState state = new StreamState(new StreamPosition(9, "E"), "G3@9 G2@6 G1@3");

  @Test
  void whoeverKnowsAnOffsetFromTheGenerationThatGaveItOutIsNotBehind() {
    assertThat(isBehind(9, "G3")).isFalse();
    assertThat(isBehind(8, "G2")).isFalse();
    assertThat(isBehind(6, "G2")).isFalse();
    assertThat(isBehind(5, "G1")).isFalse();
    assertThat(state.generation()).isEqualTo("G3");
  }

  @Test
  void whoeverKnowsItFromAnotherGenerationHasWhatRedisLost() {
    assertThat(isBehind(9, "G2")).isTrue();
    assertThat(isBehind(8, "G1")).isTrue();
    assertThat(isBehind(8, "a generation of which all was lost")).isTrue();
  }

  @Test
  void whatRedisHasForgottenOrNotYetGivenOutCountsAsLost() {
    assertThat(isBehind(2, "G0")).isTrue();
    assertThat(isBehind(10, "G3")).isTrue();
  }

  @Test
  void beforeTheFirstOffsetAndInAnotherEpochNothingCanBeLost() {
    assertThat(isBehind(0, "")).isFalse();
    assertThat(state.isBehind(new StreamPosition(8, "other"), "G1")).isFalse();
    assertThat(new StreamState(new StreamPosition(0, "E"), "").generation()).isEmpty();
  }

  private boolean isBehind(long offset, String generation) {
    return state.isBehind(new StreamPosition(offset, "E"), generation);
  }
}
