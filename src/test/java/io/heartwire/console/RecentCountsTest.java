package io.heartwire.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecentCountsTest {
  private final RecentCounts recent = new RecentCounts();

  @Test
  void growthMustBeThatOfTheLastMinutesOnly() {
    assertThat(growth(0, 5)).as("what was before it looked").isZero();
    assertThat(growth(1, 7)).isEqualTo(2);
    assertThat(growth(9, 8)).isEqualTo(3);
    assertThat(growth(12, 8)).isEqualTo(1);
    assertThat(growth(30, 8)).isZero();
  }

  @Test
  void aCountThatIsNewMustCountWhole() {
    growth(0, 1);

    assertThat(recent.growth(Map.of("other", 4L), Duration.ofMinutes(1).toNanos()))
        .containsEntry("other", 4L);
  }

  private long growth(long minute, long count) {
    return recent.growth(Map.of("count", count), Duration.ofMinutes(minute).toNanos()).get("count");
  }
}
