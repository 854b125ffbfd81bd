package io.heartwire.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BlockingCallPoolTest {
  private static final Duration STUCK = Duration.ofSeconds(15);

  private final ManualTimeSource time = new ManualTimeSource();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final CountDownLatch peersRead = new CountDownLatch(1);
  private final BlockingCallPool pool =
      new BlockingCallPool("calls", 1, STUCK, this::newThread, time);

  @AfterEach
  void endTheThreads() {
    peersRead.countDown();
    pool.stop();
  }

  @Test
  void callsRunOnThreadsWithTheNameOfThePool() throws InterruptedException {
    String[] name = new String[1];
    CountDownLatch ran = new CountDownLatch(1);
    pool.execute(
        () -> {
          name[0] = Thread.currentThread().getName();
          ran.countDown();
        });

    await(ran);
    assertThat(name[0]).isEqualTo("calls-1");
  }

  @Test
  void callsOfAHealthyPoolShareItsThreadsAndKeepTheirOrder() throws InterruptedException {
    List<Integer> order = new CopyOnWriteArrayList<>();
    CountDownLatch ran = new CountDownLatch(100);
    for (int i = 0; i < 100; i++) {
      int number = i;
      pool.execute(
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
    pool.execute(() -> {});

    assertThat(pool.stuck()).isZero();
    assertThat(threads).hasSize(1);
  }

  @Test
  void aCallThatNobodyWakesIsInterruptedAgainAndAgain() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    BlockingQueue<String> looks = new LinkedBlockingQueue<>();
    pool.execute(
        () -> {
          started.countDown();
          waitToBeWoken(looks);
          waitToBeWoken(looks);
        });
    await(started);

    time.advance(BlockingCallPool.INTERRUPTED_AFTER);
    pool.interruptStuck();
    assertThat(looks.poll(10, TimeUnit.SECONDS)).isEqualTo("interrupted");

    pool.interruptStuck();
    time.advance(BlockingCallPool.INTERRUPTED_AFTER.minusNanos(1));
    pool.interruptStuck();
    assertThat(looks).as("not before it has had its time again").isEmpty();

    time.advance(Duration.ofNanos(1));
    pool.interruptStuck();
    assertThat(looks.poll(10, TimeUnit.SECONDS)).isEqualTo("interrupted");
  }

  @Test
  void aThreadThatWasInterruptedMakesTheNextCallAsIfItHadNotBeen() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    BlockingQueue<Boolean> interrupted = new LinkedBlockingQueue<>();
    pool.execute(
        () -> {
          started.countDown();
          while (!Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
          }
        });
    pool.execute(() -> interrupted.add(Thread.currentThread().isInterrupted()));
    await(started);

    time.advance(BlockingCallPool.INTERRUPTED_AFTER);
    pool.interruptStuck();

    assertThat(interrupted.poll(10, TimeUnit.SECONDS)).isFalse();
  }

  @Test
  void aStuckThreadIsReplaced() throws InterruptedException {
    block();
    CountDownLatch waiting = new CountDownLatch(1);
    pool.execute(waiting::countDown);
    time.advance(STUCK);
    assertThat(pool.stuck()).isEqualTo(1);

    CountDownLatch next = new CountDownLatch(1);
    pool.execute(next::countDown);

    await(waiting);
    await(next);
    assertThat(threads).hasSize(2);
  }

  @Test
  void aStuckThreadIsReplacedForTheCallsThatWaitAlsoWhereNoMoreCome() throws InterruptedException {
    block();
    CountDownLatch waiting = new CountDownLatch(1);
    pool.execute(waiting::countDown);
    time.advance(STUCK);

    pool.replaceStuck();

    await(waiting);
  }

  @Test
  void replacementsThatGetStuckAreReplacedInTheirTurnUpToALimit() throws InterruptedException {
    for (int i = 0; i < 1 + BlockingCallPool.MOST_REPLACED; i++) {
      block();
      time.advance(STUCK);
    }
    assertThat(pool.stuck()).isEqualTo(1 + BlockingCallPool.MOST_REPLACED);

    CountDownLatch waits = new CountDownLatch(1);
    pool.execute(waits::countDown);
    pool.execute(() -> {});
    assertThat(threads).hasSize(1 + BlockingCallPool.MOST_REPLACED);
    assertThat(waits.getCount()).isEqualTo(1);

    peersRead.countDown();
    await(waits);
  }

  @Test
  void aPoolWhoseThreadsComeBackShrinksToItsSize() throws InterruptedException {
    for (int i = 0; i < 4; i++) {
      block();
      time.advance(STUCK);
    }
    peersRead.countDown();
    CountDownLatch drained = new CountDownLatch(1);
    pool.execute(drained::countDown);
    await(drained);
    until(() -> pool.stuck() == 0); // the last ones are on their way out of their call

    pool.execute(() -> {});

    until(() -> alive() <= 1);
  }

  @Test
  void aCallThatThrowsIsLoggedAndNotTakenForAStuckOne() throws InterruptedException {
    try (LogCapture log = new LogCapture(BlockingCallPool.class)) {
      pool.execute(
          () -> {
            throw new IllegalStateException("a call out of order");
          });
      CountDownLatch next = new CountDownLatch(1);
      pool.execute(next::countDown);
      await(next);
      assertThat(log.lines()).containsExactly("A call of calls failed");
    }
    time.advance(STUCK);

    // The second call may still be on its way out; the one that threw must not stay.
    until(() -> pool.stuck() == 0);
  }

  @Test
  void anErrorOfACallIsLoggedAndLeavesItsThreadToTheNextOne() throws InterruptedException {
    try (LogCapture log = new LogCapture(BlockingCallPool.class)) {
      pool.execute(
          () -> {
            throw new NoClassDefFoundError("a class of the container");
          });
      CountDownLatch next = new CountDownLatch(1);
      pool.execute(next::countDown);
      await(next);

      assertThat(log.lines()).containsExactly("A call of calls failed");
      assertThat(threads).hasSize(1);
    }
  }

  @Test
  void aPoolHasWorkWhileACallWaitsForAThread() throws InterruptedException {
    assertThat(pool.hasWork()).isFalse();
    block();
    assertThat(pool.hasWork()).as("a call that is being made may take its time").isFalse();

    pool.execute(() -> {});
    assertThat(pool.hasWork()).isTrue();

    peersRead.countDown();
    until(() -> !pool.hasWork());
  }

  @Test
  void progressChangesWithEveryCallThatIsDone() throws InterruptedException {
    block();
    pool.execute(() -> {});
    assertThat(pool.progress()).isZero();

    peersRead.countDown();

    until(() -> pool.progress() == 2);
  }

  @Test
  void aStoppedPoolTakesNothing() {
    pool.stop();

    assertThatExceptionOfType(RejectedExecutionException.class)
        .isThrownBy(() -> pool.execute(() -> {}));
  }

  /** Keeps one thread of the pool as a peer does that does not read. */
  private void block() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    pool.execute(() -> blockUntilPeersRead(started));
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

  private Thread newThread(Runnable call) {
    Thread thread = new Thread(call);
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

  private void waitToBeWoken(BlockingQueue<String> looks) {
    try {
      peersRead.await();
    } catch (InterruptedException e) {
      looks.add("interrupted");
    }
  }
}
