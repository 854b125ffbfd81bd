package io.heartwire.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PassTest {
  private static final String HERE = "127.0.0.1";
  private static final String ELSEWHERE = "192.0.2.7";

  private final Pass pass = new Pass();

  @Test
  void mustAdmitItsOwnClients() {
    assertThat(pass.admits(pass.secret(), HERE, HERE)).isTrue();
    assertThat(pass.admits(pass.secret(), "127.1.2.3", HERE)).as("its own network").isTrue();
    assertThat(pass.admits(pass.secret(), ELSEWHERE, ELSEWHERE)).as("its own address").isTrue();
  }

  @Test
  void mustAdmitNobodyElse() {
    assertThat(pass.admits(null, HERE, HERE)).isFalse();
    assertThat(pass.admits("", HERE, HERE)).isFalse();
    assertThat(pass.admits(new Pass().secret(), HERE, HERE)).isFalse();
  }

  @Test
  void mustAdmitNobodyFromAnotherMachineEvenWithTheSecret() {
    assertThat(pass.admits(pass.secret(), ELSEWHERE, "192.0.2.1")).isFalse();
    assertThat(pass.admits(pass.secret(), ELSEWHERE, HERE)).isFalse();
    assertThat(pass.admits(pass.secret(), HERE, ELSEWHERE)).isFalse();
  }
}
