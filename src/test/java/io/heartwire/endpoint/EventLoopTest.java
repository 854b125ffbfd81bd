package io.heartwire.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventLoopTest extends EventLoopFixture {
  private static final Duration LINGER = Duration.ofMillis(5);

  @Test
  void turnsRunInTheirOrderOnOneThreadWithTheNameOfTheLoop() {
    for (int i = 0; i < 100; i++) {
      loop.add(new Frames("connection " + i, 1));
    }

    await().until(() -> written.size() == 100);
    assertThat(written).startsWith("connection 0", "connection 1").endsWith("connection 99");
    assertThat(threads).extracting(Thread::getName).containsExactly("loop");
  }

  @Test
  void aLoopThatWaitsIsWokenByTheNextTurn() {
    for (int i = 1; i <= 50; i++) {
      loop.add(new Frames("a", 1));
      int all = i;
      await().pollDelay(Duration.ZERO).until(() -> written.size() == all);
    }
    assertThat(threads).hasSize(1);
  }

  @Test
  void aConnectionWithMoreToWriteWaitsForTheTurnsOfTheOthers() {
    Stuck before = new Stuck();
    block(before);
    loop.add(new Frames("much", 3));
    loop.add(new Frames("little", 1));
    before.peerReads.countDown();

    await().until(() -> written.size() == 4);
    assertThat(written).containsExactly("much", "little", "much", "much");
  }

  @Test
  void afterALongRoundTheLoopRestsForAsLongAsItTook() {
    write(MANY, Duration.ofMillis(3));
    loop.add(new Frames("meanwhile", 1));
    await().during(Duration.ofMillis(20)).until(written::isEmpty);

    time.advance(Duration.ofMillis(3).minusNanos(1));
    await().during(Duration.ofMillis(20)).until(written::isEmpty);
    time.advance(Duration.ofNanos(1));
    await().until(() -> written.contains("meanwhile"));
  }

  @Test
  void noRestIsLongerThanItMayBe() {
    write(MANY, Duration.ofSeconds(1));
    loop.add(new Frames("meanwhile", 1));

    time.advance(EventLoop.LONGEST_REST.minusNanos(1));
    await().during(Duration.ofMillis(20)).until(written::isEmpty);
    time.advance(Duration.ofNanos(1));
    await().until(() -> written.contains("meanwhile"));
  }

  @Test
  void aShortRoundIsFollowedByNoRest() {
    write(MANY, EventLoop.BUSY);
    loop.add(new Frames("meanwhile", 1));

    await().until(() -> written.contains("meanwhile"));
  }

  /** The system may have taken the core from the thread. */
  @Test
  void aRoundThatTookLongForFewConnectionsIsFollowedByNoRest() {
    write(EventLoop.FEW, Duration.ofSeconds(1));
    loop.add(new Frames("meanwhile", 1));

    await().until(() -> written.contains("meanwhile"));
  }

  @Test
  void aTurnThatIsPutOffComesAgainAfterAWhileAndHoldsUpNobody() {
    AtomicInteger runs = new AtomicInteger();
    loop.add(
        new Turn() {
          @Override
          Next run() {
            return runs.incrementAndGet() < 3 ? Next.LATER : Next.UNTIL_ADDED;
          }

          @Override
          void givenUp() {}
        });
    await().until(() -> runs.get() == 1);
    loop.add(new Frames("meanwhile", 1));
    await().until(() -> written.contains("meanwhile"));
    assertThat(runs).hasValue(1);

    time.advance(EventLoop.LATER);
    await().until(() -> runs.get() == 2);
    time.advance(EventLoop.LATER);
    await().until(() -> runs.get() == 3);
  }

  @Test
  void anErrorEndsNoLoop() {
    aTurnThatThrowsIsGivenUpAndTheOthersGoOn(
        new OutOfMemoryError("direct buffer memory, on purpose"));
  }

  @Test
  void anExceptionEndsNoLoop() {
    aTurnThatThrowsIsGivenUpAndTheOthersGoOn(new IllegalStateException("a turn out of order"));
  }

  private void aTurnThatThrowsIsGivenUpAndTheOthersGoOn(Throwable failure) {
    AtomicInteger givenUp = new AtomicInteger();
    loop.add(
        new Turn() {
          @Override
          Next run() {
            throw LibertyInternals.unexpected(failure);
          }

          @Override
          void givenUp() {
            givenUp.incrementAndGet();
          }
        });
    loop.add(new Frames("next", 1));

    await().until(() -> written.contains("next"));
    assertThat(givenUp).hasValue(1);
    assertThat(threads).hasSize(1);
  }

  @Test
  void aLingeringLoopWaitsForMoreBeforeItWrites() {
    loop.stop();
    loop = loop(LINGER);
    loop.add(new Frames("first", 1));
    await().until(() -> threads.get(1).getState() == Thread.State.TIMED_WAITING);
    loop.add(new Frames("second", 1));
    assertThat(written).isEmpty();

    time.advance(LINGER);

    await().until(() -> written.size() == 2);
  }

  @Test
  void aStoppedLoopTakesNothing() {
    loop.stop();

    assertThat(loop.add(new Frames("late", 1))).isFalse();
  }
}
