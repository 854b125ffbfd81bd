package io.heartwire.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InputBudgetTest {
  private static final int KIB = 1024;
  private final InputBudget budget = new InputBudget(100 * KIB);

  @Test
  void whatLittleHasComeIsNotCounted() {
    assertThat(budget.change(0, 16 * KIB)).isTrue();
    assertThat(budget.used()).isZero();
  }

  @Test
  void whatHasComeIsCountedUntilItIsLetGo() {
    assertThat(budget.change(0, 64 * KIB)).isTrue();
    assertThat(budget.used()).isEqualTo(64 * KIB);
    assertThat(budget.change(64 * KIB, 0)).isTrue();
    assertThat(budget.used()).isZero();
  }

  @Test
  void oneMayHaveAllThatThereIsAndNoMore() {
    assertThat(budget.change(0, 100 * KIB)).isTrue();
    assertThat(budget.change(100 * KIB, 101 * KIB)).isFalse();
  }

  @Test
  void whenItIsSpentWhoHasLessThanAnEvenShareMayGoOn() {
    assertThat(budget.change(0, 90 * KIB)).isTrue();
    assertThat(budget.change(0, 40 * KIB)).as("half of it").isTrue();
    assertThat(budget.change(40 * KIB, 60 * KIB)).isFalse();
    assertThat(budget.change(90 * KIB, 20 * KIB)).as("less is always fine").isTrue();
  }
}
