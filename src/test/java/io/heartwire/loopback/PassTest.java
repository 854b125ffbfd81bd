package io.heartwire.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PassTest {
  private static final String HERE = "127.0.0.1";
  private final Pass pass = new Pass();

  @Test
  void mustAdmitItsOwnClients() {
    assertThat(pass.admits(pass.secret(), HERE, HERE)).isTrue();
  }

  @Test
  void mustAdmitNobodyElse() {
    assertThat(pass.admits(null, HERE, HERE)).isFalse();
    assertThat(pass.admits("", HERE, HERE)).isFalse();
    assertThat(pass.admits(new Pass().secret(), HERE, HERE)).isFalse();
  }

  @Test
  void mustAdmitNobodyFromAnotherMachineEvenWithTheSecret() {
    assertThat(pass.admits(pass.secret(), "192.0.2.7", "192.0.2.1")).isFalse();
  }
}
