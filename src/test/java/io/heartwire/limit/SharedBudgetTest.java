package io.heartwire.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SharedBudgetTest {
  private final SharedBudget budget = new SharedBudget(100);

  @Test
  void whileItIsNotSpentEachMayHaveWhatItLikes() {
    budget.enter();
    budget.enter();
    budget.add(100);

    assertThat(budget.permits(1_000)).isTrue();
  }

  @Test
  void whenItIsSpentNobodyMayHaveMoreThanAnEvenShare() {
    budget.enter();
    budget.enter();
    budget.add(101);

    assertThat(budget.permits(50)).isTrue();
    assertThat(budget.permits(51)).isFalse();
  }

  @Test
  void whatIsGivenBackAndWhoLeavesMakesRoom() {
    budget.enter();
    budget.enter();
    budget.add(150);
    budget.leave();
    assertThat(budget.permits(100)).isTrue();
    assertThat(budget.permits(101)).isFalse();

    budget.add(-60);
    assertThat(budget.used()).isEqualTo(90);
    assertThat(budget.permits(101)).isTrue();
  }
}
