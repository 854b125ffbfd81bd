package io.heartwire.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heartwire.testkit.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LaneTest {
  private static final Duration STUCK = Duration.ofSeconds(15);

  private final ManualTimeSource time = new ManualTimeSource();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final CountDownLatch peersRead = new CountDownLatch(1);
  private final Lane lane = new Lane("lane", 1, STUCK, this::newThread, time);

  @AfterEach
  void endTheThreads() {
    peersRead.countDown();
    lane.stop();
  }

  @Test
  void tasksRunOnThreadsWithTheNameOfTheLane() throws InterruptedException {
    String[] name = new String[1];
    CountDownLatch ran = new CountDownLatch(1);
    lane.execute(
        () -> {
          name[0] = Thread.currentThread().getName();
          ran.countDown();
        });

    await(ran);
    assertThat(name[0]).isEqualTo("lane-1");
  }

  @Test
  void tasksOfAHealthyLaneShareItsThreadsAndKeepTheirOrder() throws InterruptedException {
    List<Integer> order = new CopyOnWriteArrayList<>();
    CountDownLatch ran = new CountDownLatch(100);
    for (int i = 0; i < 100; i++) {
      int number = i;
      lane.execute(
          () -> {
            order.add(number);
            ran.countDown();
          });
    }

    await(ran);
    assertThat(threads).hasSize(1);
    assertThat(order).hasSize(100).isSorted();
  }

  @Test
  void aThreadIsNotGivenUpWhileTheCallMayBeHealthy() throws InterruptedException {
    block();
    time.advance(STUCK.minusNanos(1));
    lane.execute(() -> {});

    assertThat(lane.stuck()).isZero();
    assertThat(threads).hasSize(1);
  }

  @Test
  void aStuckThreadIsReplaced() throws InterruptedException {
    block();
    CountDownLatch waiting = new CountDownLatch(1);
    lane.execute(waiting::countDown);
    time.advance(STUCK);
    assertThat(lane.stuck()).isEqualTo(1);

    CountDownLatch next = new CountDownLatch(1);
    lane.execute(next::countDown);

    await(waiting);
    await(next);
    assertThat(threads).hasSize(2);
  }

  @Test
  void replacementsThatGetStuckAreReplacedInTheirTurnUpToALimit() throws InterruptedException {
    for (int i = 0; i < 1 + Lane.MOST_REPLACED; i++) {
      block();
      time.advance(STUCK);
    }
    assertThat(lane.stuck()).isEqualTo(1 + Lane.MOST_REPLACED);

    CountDownLatch waits = new CountDownLatch(1);
    lane.execute(waits::countDown);
    lane.execute(() -> {});
    assertThat(threads).hasSize(1 + Lane.MOST_REPLACED);
    assertThat(waits.getCount()).isEqualTo(1);

    peersRead.countDown();
    await(waits);
  }

  @Test
  void aLaneWhoseThreadsComeBackShrinksToItsSize() throws InterruptedException {
    for (int i = 0; i < 4; i++) {
      block();
      time.advance(STUCK);
    }
    peersRead.countDown();
    CountDownLatch drained = new CountDownLatch(1);
    lane.execute(drained::countDown);
    await(drained);
    until(() -> lane.stuck() == 0); // the last ones are on their way out of their task

    lane.execute(() -> {});

    until(() -> alive() <= 1);
  }

  @Test
  void aTaskThatThrowsIsNotTakenForAStuckOne() throws InterruptedException {
    lane.execute(
        () -> {
          throw new IllegalStateException("a task out of order");
        });
    CountDownLatch next = new CountDownLatch(1);
    lane.execute(next::countDown);
    await(next);
    time.advance(STUCK);

    // The second task may still be on its way out; the one that threw must not stay.
    until(() -> lane.stuck() == 0);
  }

  @Test
  void aStoppedLaneTakesNothing() {
    lane.stop();

    assertThatExceptionOfType(RejectedExecutionException.class)
        .isThrownBy(() -> lane.execute(() -> {}));
  }

  /** Keeps one thread of the lane as a peer does that does not read. */
  private void block() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    lane.execute(() -> blockUntilPeersRead(started));
    await(started);
  }

  private void blockUntilPeersRead(CountDownLatch started) {
    started.countDown();
    boolean interrupted = false;
    while (peersRead.getCount() > 0) {
      try {
        peersRead.await();
      } catch (InterruptedException ignored) {
        interrupted = true; // as a blocking write, it cannot be interrupted
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private long alive() {
    return threads.stream().filter(Thread::isAlive).count();
  }

  private Thread newThread(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler((where, what) -> {});
    threads.add(thread);
    return thread;
  }

  private static void until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - deadline).as("still waiting").isNegative();
      Thread.yield();
    }
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
  }
}
