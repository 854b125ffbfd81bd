package io.heartwire.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.limit.InputBudget;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The memory of what waits in all queues together. */
class CommandQueueMemoryTest {

  @Test
  void whatWaitsInAllQueuesTakesBoundedMemoryTogetherAndWhoHasLittleGoesOn() {
    InputBudget budget = new InputBudget(100_000);
    CommandQueue greedy = waiting(budget);
    CommandQueue modest = waiting(budget);
    assertThat(modest.add(CommandQueueMemoryTest::step, 20_000)).isTrue();
    int taken = 0;
    while (taken < 100 && greedy.add(CommandQueueMemoryTest::step, 10, 10_000)) {
      taken++;
    }

    assertThat(taken).isBetween(5, 9);
    assertThat(modest.add(CommandQueueMemoryTest::step, 20_000)).isTrue();
    assertThat(greedy.add(CommandQueueMemoryTest::step, 10, 10_000)).isFalse();
    greedy.close();
    assertThat(modest.add(CommandQueueMemoryTest::step, 50_000)).isTrue();
    modest.close();
    assertThat(budget.used()).isZero();
  }

  @Test
  void whatHasBegunTakesNoMemoryOfThoseThatWait() {
    InputBudget budget = new InputBudget(100_000);
    CommandQueue queue = new CommandQueue(10, 1 << 20, budget, later -> true, failure -> {});
    CompletableFuture<String> first = new CompletableFuture<>();
    queue.add(() -> first, 90_000);
    assertThat(budget.used()).isZero();
    queue.add(CommandQueueMemoryTest::step, 90_000);
    assertThat(budget.used()).isGreaterThan(90_000);
    first.complete("");

    assertThat(budget.used()).isZero();
  }

  /** One whose client does not read, so that nothing of it begins. */
  private CommandQueue waiting(InputBudget budget) {
    CommandQueue queue = new CommandQueue(1000, 1 << 20, budget, later -> false, failure -> {});
    queue.add(CommandQueueMemoryTest::step);
    return queue;
  }

  private static CompletableFuture<String> step() {
    return CompletableFuture.completedFuture("");
  }
}
