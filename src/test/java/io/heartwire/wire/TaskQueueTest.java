package io.heartwire.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TaskQueueTest {
  private final TaskQueue queue = new TaskQueue();

  @Test
  void tasksAreTakenInTheOrderInWhichTheyWereAdded() {
    Numbered first = new Numbered(0, 1);
    Numbered second = new Numbered(0, 2);
    Numbered third = new Numbered(0, 3);
    queue.add(first);
    queue.add(second);
    queue.add(third);

    assertThat(takeAll()).containsExactly(first, second, third);
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void onlyTheFirstTaskInAnEmptyQueueNeedsAWakeUp() {
    assertThat(queue.add(new Numbered(0, 1))).isTrue();
    assertThat(queue.add(new Numbered(0, 2))).isFalse();

    takeAll();

    assertThat(queue.add(new Numbered(0, 3))).isTrue();
  }

  @Test
  void anEmptyQueueHasNothingToTake() {
    assertThat(queue.takeAll()).isNull();
  }

  @Test
  @Timeout(60)
  void noTaskIsLostOrDoubledOrOvertakenWhileSeveralThreadsAddTasks() throws Exception {
    int each = 200_000;
    CountDownLatch begin = new CountDownLatch(1);
    List<Thread> producers = new ArrayList<>();
    for (int producer = 0; producer < 3; producer++) {
      int own = producer;
      Thread thread =
          new Thread(
              () -> {
                awaitUninterruptibly(begin);
                for (int i = 0; i < each; i++) {
                  queue.add(new Numbered(own, i));
                }
              });
      thread.start();
      producers.add(thread);
    }
    begin.countDown();

    int[] next = new int[3];
    while (next[0] + next[1] + next[2] < 3 * each) {
      for (Numbered task : takeAll()) {
        assertThat(task.number).isEqualTo(next[task.producer]++);
      }
    }
    for (Thread producer : producers) {
      producer.join();
    }
    assertThat(queue.isEmpty()).isTrue();
  }

  private List<Numbered> takeAll() {
    List<Numbered> all = new ArrayList<>();
    for (LoopTask task = queue.takeAll(); task != null; task = task.next) {
      all.add((Numbered) task);
    }
    return all;
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static final class Numbered extends TestTask {
    private final int producer;
    private final int number;

    Numbered(int producer, int number) {
      this.producer = producer;
      this.number = number;
    }
  }
}
