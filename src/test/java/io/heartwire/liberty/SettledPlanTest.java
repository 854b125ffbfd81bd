package io.heartwire.liberty;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.drain.DrainOrder;
import io.heartwire.drain.DrainPlan;
import io.heartwire.testkit.ManualTimeSource;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SettledPlanTest {
  private static final Duration LOOK = Duration.ofMillis(400);
  private static final DrainPlan OWN = plan(10);
  private static final DrainPlan DEFAULT = plan(500);

  private final ManualTimeSource time = new ManualTimeSource();
  private final SettledPlan settled = new SettledPlan(OWN, time);

  @Test
  void theFirstPlanHoldsAtOnce() {
    assertThat(settled.get()).isEqualTo(OWN);
  }

  @Test
  void whatIsReadOfAServerThatStopsDoesNotReplaceWhatWasReadBefore() {
    read(OWN, Duration.ofMinutes(1));

    read(DEFAULT, SettledPlan.LASTS.minus(LOOK));

    assertThat(settled.get()).isEqualTo(OWN);
  }

  @Test
  void aChangeThatLastsHolds() {
    read(DEFAULT, SettledPlan.LASTS.plus(LOOK));

    assertThat(settled.get()).isEqualTo(DEFAULT);
  }

  @Test
  void aChangeThatIsTakenBackCountsAnewTheNextTime() {
    read(DEFAULT, SettledPlan.LASTS.minus(LOOK));
    read(OWN, LOOK);
    read(DEFAULT, SettledPlan.LASTS.minus(LOOK));

    assertThat(settled.get()).isEqualTo(OWN);
  }

  private void read(DrainPlan plan, Duration lasting) {
    settled.read(plan);
    for (Duration passed = Duration.ZERO;
        passed.compareTo(lasting) < 0;
        passed = passed.plus(LOOK)) {
      time.advance(LOOK);
      settled.read(plan);
    }
  }

  private static DrainPlan plan(int rate) {
    return new DrainPlan(
        rate, DrainOrder.OLDEST, Duration.ZERO, Duration.ofMinutes(1), Duration.ofSeconds(1));
  }
}
