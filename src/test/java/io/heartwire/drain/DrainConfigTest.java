package io.heartwire.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heartwire.config.Settings;
import io.heartwire.testkit.TestSettings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DrainConfigTest {

  @Test
  void mustFitIntoTheTimeThatAStoppingServerGives() {
    DrainPlan plan = new DrainConfig(TestSettings.with(Map.of())).plan();

    assertThat(plan.deadline()).isLessThanOrEqualTo(StopDrain.LIMIT);
    assertThat(plan.within(StopDrain.LIMIT)).isEqualTo(plan);
  }

  @Test
  void mustRefuseADeadlineThatLeavesNoTime() {
    Settings settings = TestSettings.with(Map.of("heartwire.drain.deadline", "5s"));
    DrainConfig unused = new DrainConfig(settings);

    assertThat(settings.problems())
        .singleElement()
        .hasToString("heartwire.drain.deadline = '5s': must be longer than heartwire.drain.delay");
  }

  @Test
  void mustLeaveHalfOfTheTimeForTheClosesWhereItIsShort() {
    DrainPlan plan = plan(Duration.ofSeconds(20), Duration.ofSeconds(60));

    assertThat(plan.within(Duration.ofSeconds(26)))
        .isEqualTo(plan(Duration.ofSeconds(13), Duration.ofSeconds(26)));
  }

  @Test
  void mustRefuseAPlanWithoutTimeOrPace() {
    assertThatThrownBy(() -> plan(Duration.ofSeconds(5), Duration.ofSeconds(5)))
        .hasMessage("deadline must be longer than delay, was PT5S with a delay of PT5S");
    assertThatThrownBy(() -> plan(Duration.ZERO, Duration.ofSeconds(5)).withRate(0))
        .hasMessage("rate must be at least 1 a second, was 0");
  }

  private static DrainPlan plan(Duration delay, Duration deadline) {
    return new DrainPlan(10, DrainOrder.OLDEST, delay, deadline, Duration.ZERO);
  }
}
