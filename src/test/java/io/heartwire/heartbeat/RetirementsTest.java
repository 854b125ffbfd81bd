package io.heartwire.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetirementsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Retirements retirements = new Retirements();

  @Test
  void lifetimesLieATenthAroundTheConfiguredOne() {
    assertThat(Retirements.lifetime(1000, 0.5)).isEqualTo(900);
    assertThat(Retirements.lifetime(1000, 0.75)).isEqualTo(1000);
    assertThat(Retirements.lifetime(1000, Math.nextDown(1.0))).isBetween(1099L, 1100L);
  }

  @Test
  void aSweepEndsNoMoreThanIfLifetimesWereSpreadEvenly() {
    seen(10_000);
    retirements.renew(SECOND, Duration.ofSeconds(1000));
    assertThat(spendable()).isEqualTo(50);
  }

  @Test
  void aFewAreNeverTooMany() {
    seen(20);
    retirements.renew(SECOND, Duration.ofDays(1));
    assertThat(spendable()).isEqualTo(Retirements.LEAST);
  }

  @Test
  void lifetimesShorterThanASweepEndEverybodyAtOnce() {
    seen(1000);
    retirements.renew(SECOND, Duration.ofSeconds(1));
    assertThat(spendable()).isEqualTo(1000);
  }

  private void seen(int connections) {
    for (int i = 0; i < connections; i++) {
      retirements.expect();
    }
  }

  private int spendable() {
    int count = 0;
    while (retirements.spend()) {
      count++;
    }
    return count;
  }
}
