package io.heartwire.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoopbackSecretTest {
  private static final String HERE = "127.0.0.1";
  private static final String ELSEWHERE = "192.0.2.7";

  private final LoopbackSecret secret = new LoopbackSecret();

  @Test
  void mustAdmitItsOwnClients() {
    assertThat(secret.admits(secret.value(), HERE, HERE)).isTrue();
    assertThat(secret.admits(secret.value(), "127.1.2.3", HERE)).as("its own network").isTrue();
    assertThat(secret.admits(secret.value(), ELSEWHERE, ELSEWHERE)).as("its own address").isTrue();
  }

  @Test
  void mustAdmitNobodyElse() {
    assertThat(secret.admits(null, HERE, HERE)).isFalse();
    assertThat(secret.admits("", HERE, HERE)).isFalse();
    assertThat(secret.admits(new LoopbackSecret().value(), HERE, HERE)).isFalse();
  }

  @Test
  void mustAdmitNobodyFromAnotherMachineEvenWithTheSecret() {
    assertThat(secret.admits(secret.value(), ELSEWHERE, "192.0.2.1")).isFalse();
    assertThat(secret.admits(secret.value(), ELSEWHERE, HERE)).isFalse();
    assertThat(secret.admits(secret.value(), HERE, ELSEWHERE)).isFalse();
  }
}
