package io.heartwire.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeldUntilClosedTest {
  private final HeldUntilClosed<String> held = new HeldUntilClosed<>();

  @Test
  void whatIsHeldIsGivenUpOnceAtTheEnd() {
    assertThat(held.hold("subscription")).isTrue();

    assertThat(held.close()).isEqualTo("subscription");
    assertThat(held.close()).isNull();
  }

  @Test
  void nothingIsHeldAfterTheEnd() {
    assertThat(held.close()).isNull();

    assertThat(held.hold("late")).isFalse();
    assertThat(held.close()).isNull();
  }
}
