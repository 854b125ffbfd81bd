package io.heartwire.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.testkit.ManualTimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WriterTest {
  private static final Duration LIMIT = Duration.ofMillis(500);
  private static final Duration LINGER = Duration.ofMillis(5);

  private final ManualTimeSource time = new ManualTimeSource();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final List<String> written = new CopyOnWriteArrayList<>();
  private final List<Stuck> stuck = new ArrayList<>();
  private Writer writer = writer(Duration.ZERO);

  @AfterEach
  void endTheThreads() {
    stuck.forEach(turn -> turn.peerReads.countDown());
    writer.stop();
    await().until(() -> threads.stream().noneMatch(Thread::isAlive));
  }

  @Test
  void turnsRunInTheirOrderOnOneThreadWithTheNameOfTheWriter() {
    for (int i = 0; i < 100; i++) {
      writer.add(new Frames("connection " + i, 1));
    }

    await().until(() -> written.size() == 100);
    assertThat(written).startsWith("connection 0", "connection 1").endsWith("connection 99");
    assertThat(threads).extracting(Thread::getName).containsExactly("writer");
  }

  @Test
  void aWriterThatRestsIsWokenByTheNextTurn() {
    for (int i = 1; i <= 50; i++) {
      writer.add(new Frames("a", 1));
      int all = i;
      await().pollDelay(Duration.ZERO).until(() -> written.size() == all);
    }
    assertThat(threads).hasSize(1);
  }

  @Test
  void aConnectionWithMoreToWriteWaitsForTheTurnsOfTheOthers() {
    Stuck before = new Stuck();
    block(before);
    writer.add(new Frames("much", 3));
    writer.add(new Frames("little", 1));
    before.peerReads.countDown();

    await().until(() -> written.size() == 4);
    assertThat(written).containsExactly("much", "little", "much", "much");
  }

  @Test
  void aThreadThatIsBlockedIsReplacedAndItsConnectionIsGivenUp() {
    Stuck turn = new Stuck();
    block(turn);
    writer.add(new Frames("another connection", 1));
    watchUntilOverdue();

    await().until(() -> written.contains("another connection"));
    assertThat(turn.givenUp).hasValue(1);
    assertThat(writer.blocked()).isEqualTo(1);
    assertThat(threads).hasSize(2);
  }

  @Test
  void whatTheBlockedThreadHadTakenAlreadyIsWrittenByItsSuccessor() {
    Stuck first = new Stuck();
    Stuck second = new Stuck();
    block(first);
    stuck.add(second);
    writer.add(second);
    writer.add(new Frames("taken together with the blocked one", 1));
    first.peerReads.countDown();
    await().until(() -> second.isRunning && newest().getState() == Thread.State.WAITING);
    watchUntilOverdue();

    await().until(() -> written.contains("taken together with the blocked one"));
  }

  @Test
  void aBlockedThreadThatComesBackEndsAndWritesNothingMore() {
    Stuck turn = new Stuck();
    turn.wantsMore = true;
    block(turn);
    watchUntilOverdue();

    turn.peerReads.countDown();

    await().until(() -> !threads.get(0).isAlive());
    assertThat(writer.blocked()).isZero();
    assertThat(turn.runs).hasValue(1);
    assertThat(threads.get(1).isAlive()).isTrue();
  }

  @Test
  void aTurnIsNotJudgedBeforeTheLimitNorRightAfterAPauseOfTheProcess() {
    Stuck turn = new Stuck();
    block(turn);
    writer.watch(LIMIT, false);
    time.advance(LIMIT.minusNanos(1));
    writer.watch(LIMIT, false);
    assertThat(turn.givenUp).hasValue(0);

    time.advance(Duration.ofMinutes(1));
    writer.watch(LIMIT, true);

    assertThat(turn.givenUp).hasValue(0);
    assertThat(threads).hasSize(1);
  }

  @Test
  void aLongTurnOfAThreadThatRunsIsNotTakenForABlockedOne() {
    Busy turn = new Busy();
    writer.add(turn);
    await().until(() -> turn.isRunning);
    watchUntilOverdue();
    turn.enough = true;

    assertThat(threads).hasSize(1);
    assertThat(writer.blocked()).isZero();
  }

  @Test
  void beyondTheMostThatMayBeBlockedTheWriterStandsStillUntilOneComesBack() {
    for (int i = 0; i <= Writer.MOST_BLOCKED; i++) {
      block(new Stuck());
      watchUntilOverdue();
    }
    writer.add(new Frames("waits", 1));
    assertThat(writer.isMute()).isTrue();
    assertThat(writer.blocked()).isEqualTo(Writer.MOST_BLOCKED + 1);
    assertThat(threads).hasSize(Writer.MOST_BLOCKED + 1);
    assertThat(written).isEmpty();

    stuck.get(Writer.MOST_BLOCKED).peerReads.countDown();

    await()
        .until(
            () -> {
              time.advance(Writer.LONGEST_REST); // its round was a long one
              return written.contains("waits");
            });
    writer.watch(LIMIT, false);
    assertThat(writer.isMute()).isFalse();
  }

  @Test
  void afterALongRoundTheWriterRestsForAsLongAsItTook() {
    workFor(Duration.ofMillis(3));
    writer.add(new Frames("meanwhile", 1));
    await().during(Duration.ofMillis(20)).until(written::isEmpty);

    time.advance(Duration.ofMillis(3).minusNanos(1));
    await().during(Duration.ofMillis(20)).until(written::isEmpty);
    time.advance(Duration.ofNanos(1));
    await().until(() -> written.contains("meanwhile"));
  }

  @Test
  void noRestIsLongerThanItMayBe() {
    workFor(Duration.ofSeconds(1));
    writer.add(new Frames("meanwhile", 1));

    time.advance(Writer.LONGEST_REST.minusNanos(1));
    await().during(Duration.ofMillis(20)).until(written::isEmpty);
    time.advance(Duration.ofNanos(1));
    await().until(() -> written.contains("meanwhile"));
  }

  @Test
  void aShortRoundIsFollowedByNoRest() {
    workFor(Writer.BUSY);
    writer.add(new Frames("meanwhile", 1));

    await().until(() -> written.contains("meanwhile"));
  }

  @Test
  void whoeverTakesThePlaceOfABlockedThreadDoesNotRest() {
    block(new Stuck());
    watchUntilOverdue();
    writer.add(new Frames("at once", 1));

    await().until(() -> written.contains("at once"));
  }

  @Test
  void aTurnThatIsPutOffComesAgainAfterAWhileAndHoldsUpNobody() {
    AtomicInteger runs = new AtomicInteger();
    writer.add(
        new Turn() {
          @Override
          Next run() {
            return runs.incrementAndGet() < 3 ? Next.LATER : Next.UNTIL_ADDED;
          }

          @Override
          void givenUp() {}
        });
    await().until(() -> runs.get() == 1);
    writer.add(new Frames("meanwhile", 1));
    await().until(() -> written.contains("meanwhile"));
    assertThat(runs).hasValue(1);

    time.advance(Writer.LATER);
    await().until(() -> runs.get() == 2);
    time.advance(Writer.LATER);
    await().until(() -> runs.get() == 3);
  }

  @Test
  void anErrorEndsNoWriter() {
    AtomicInteger givenUp = new AtomicInteger();
    writer.add(
        new Turn() {
          @Override
          Next run() {
            throw new OutOfMemoryError("direct buffer memory, on purpose");
          }

          @Override
          void givenUp() {
            givenUp.incrementAndGet();
          }
        });
    writer.add(new Frames("next", 1));

    await().until(() -> written.contains("next"));
    assertThat(givenUp).hasValue(1);
  }

  @Test
  void aTurnThatThrowsIsGivenUpAndTheOthersGoOn() {
    AtomicInteger givenUp = new AtomicInteger();
    writer.add(
        new Turn() {
          @Override
          Next run() {
            throw new IllegalStateException("a turn out of order");
          }

          @Override
          void givenUp() {
            givenUp.incrementAndGet();
          }
        });
    writer.add(new Frames("next", 1));

    await().until(() -> written.contains("next"));
    assertThat(givenUp).hasValue(1);
    assertThat(threads).hasSize(1);
  }

  @Test
  void aLingeringWriterWaitsForMoreBeforeItWrites() {
    writer.stop();
    writer = writer(LINGER);
    await().until(() -> threads.get(1).getState() == Thread.State.WAITING);
    writer.add(new Frames("first", 1));
    await().until(() -> threads.get(1).getState() == Thread.State.TIMED_WAITING);
    writer.add(new Frames("second", 1));
    assertThat(written).isEmpty();

    time.advance(LINGER);

    await().until(() -> written.size() == 2);
  }

  @Test
  void aStoppedWriterTakesNothing() {
    writer.stop();

    assertThat(writer.add(new Frames("late", 1))).isFalse();
  }

  private Writer writer(Duration linger) {
    Writer made = new Writer("writer", linger, this::newThread, time);
    made.start();
    return made;
  }

  private Thread newThread(Runnable work) {
    Thread thread = new Thread(work);
    threads.add(thread);
    return thread;
  }

  private void block(Stuck turn) {
    stuck.add(turn);
    writer.add(turn);
    await().until(() -> turn.isRunning && newest().getState() == Thread.State.WAITING);
  }

  private Thread newest() {
    return threads.get(threads.size() - 1);
  }

  private void workFor(Duration duration) {
    AtomicInteger runs = new AtomicInteger();
    writer.add(
        new Turn() {
          @Override
          Next run() {
            time.advance(duration);
            runs.incrementAndGet();
            return Next.UNTIL_ADDED;
          }

          @Override
          void givenUp() {}
        });
    await().until(() -> runs.get() == 1);
  }

  private void watchUntilOverdue() {
    writer.watch(LIMIT, false);
    time.advance(LIMIT);
    writer.watch(LIMIT, false);
  }

  /** A connection with so many frames to write, one in each turn. */
  private final class Frames extends Turn {
    private final String name;
    private int left;

    Frames(String name, int frames) {
      this.name = name;
      this.left = frames;
    }

    @Override
    Next run() {
      written.add(name);
      return --left > 0 ? Next.AFTER_OTHERS : Next.UNTIL_ADDED;
    }

    @Override
    void givenUp() {}
  }

  /** A connection whose peer does not read. */
  private static final class Stuck extends Turn {
    private final CountDownLatch peerReads = new CountDownLatch(1);
    private final AtomicInteger runs = new AtomicInteger();
    private final AtomicInteger givenUp = new AtomicInteger();
    private volatile boolean isRunning;
    private boolean wantsMore;

    @Override
    Next run() {
      runs.incrementAndGet();
      isRunning = true;
      try {
        peerReads.await();
      } catch (InterruptedException unexpected) {
        throw new AssertionError(unexpected);
      }
      return wantsMore ? Next.AFTER_OTHERS : Next.UNTIL_ADDED;
    }

    @Override
    void givenUp() {
      givenUp.incrementAndGet();
    }
  }

  /** A turn that computes. */
  private static final class Busy extends Turn {
    private volatile boolean isRunning;
    private volatile boolean enough;

    @Override
    Next run() {
      isRunning = true;
      while (!enough) {
        Thread.onSpinWait();
      }
      return Next.UNTIL_ADDED;
    }

    @Override
    void givenUp() {
      throw new AssertionError("not blocked");
    }
  }
}
