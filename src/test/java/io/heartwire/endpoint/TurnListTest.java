package io.heartwire.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TurnListTest {
  private final TurnList list = new TurnList();

  @Test
  void turnsAreTakenInTheOrderInWhichTheyWereLeft() {
    Numbered first = new Numbered(0, 1);
    Numbered second = new Numbered(0, 2);
    Numbered third = new Numbered(0, 3);
    list.add(first);
    list.add(second);
    list.add(third);

    assertThat(takeAll()).containsExactly(first, second, third);
    assertThat(list.isEmpty()).isTrue();
  }

  @Test
  void onlyTheFirstTurnInAnEmptyListNeedsAWakeUp() {
    assertThat(list.add(new Numbered(0, 1))).isTrue();
    assertThat(list.add(new Numbered(0, 2))).isFalse();

    takeAll();

    assertThat(list.add(new Numbered(0, 3))).isTrue();
  }

  @Test
  void anEmptyListHasNothingToTake() {
    assertThat(list.takeAll()).isNull();
  }

  @Test
  @Timeout(60)
  void noTurnIsLostOrDoubledOrOvertakenWhileSeveralThreadsLeaveTurns() throws Exception {
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
                  list.add(new Numbered(own, i));
                }
              });
      thread.start();
      producers.add(thread);
    }
    begin.countDown();

    int[] next = new int[3];
    while (next[0] + next[1] + next[2] < 3 * each) {
      for (Numbered turn : takeAll()) {
        assertThat(turn.number).isEqualTo(next[turn.producer]++);
      }
    }
    for (Thread producer : producers) {
      producer.join();
    }
    assertThat(list.isEmpty()).isTrue();
  }

  private List<Numbered> takeAll() {
    List<Numbered> all = new ArrayList<>();
    for (Turn turn = list.takeAll(); turn != null; turn = turn.next) {
      all.add((Numbered) turn);
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

  private static final class Numbered extends Turn {
    private final int producer;
    private final int number;

    Numbered(int producer, int number) {
      this.producer = producer;
      this.number = number;
    }

    @Override
    Next run() {
      return Next.UNTIL_ADDED;
    }

    @Override
    void givenUp() {}
  }
}
