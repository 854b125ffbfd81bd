package io.heartwire.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Threads that peers keep blocked. */
class EventLoopBlockedTest extends EventLoopFixture {
  @Test
  void aThreadThatIsBlockedIsReplacedAndItsConnectionIsGivenUp() {
    Stuck turn = new Stuck();
    block(turn);
    loop.add(new Frames("another connection", 1));
    watchUntilOverdue();

    await().until(() -> written.contains("another connection"));
    assertThat(turn.givenUp).hasValue(1);
    assertThat(loop.blocked()).isEqualTo(1);
    assertThat(threads).hasSize(2);
  }

  @Test
  void whatTheBlockedThreadHadTakenAlreadyIsWrittenByItsSuccessor() {
    Stuck first = new Stuck();
    Stuck second = new Stuck();
    block(first);
    stuck.add(second);
    loop.add(second);
    loop.add(new Frames("taken together with the blocked one", 1));
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
    assertThat(loop.blocked()).isZero();
    assertThat(turn.runs).hasValue(1);
    assertThat(threads.get(1).isAlive()).isTrue();
  }

  @Test
  void aTurnIsNotJudgedBeforeTheLimitNorRightAfterAPauseOfTheProcess() {
    Stuck turn = new Stuck();
    block(turn);
    loop.watch(LIMIT, false);
    time.advance(LIMIT.minusNanos(1));
    loop.watch(LIMIT, false);
    assertThat(turn.givenUp).hasValue(0);

    time.advance(Duration.ofMinutes(1));
    loop.watch(LIMIT, true);

    assertThat(turn.givenUp).hasValue(0);
    assertThat(threads).hasSize(1);
  }

  @Test
  void aLongTurnOfAThreadThatRunsIsNotTakenForABlockedOne() {
    Busy turn = new Busy();
    loop.add(turn);
    await().until(() -> turn.isRunning);
    watchUntilOverdue();
    turn.enough = true;

    assertThat(threads).hasSize(1);
    assertThat(loop.blocked()).isZero();
  }

  @Test
  void beyondTheMostThatMayBeBlockedTheLoopStandsStillUntilOneComesBack() {
    for (int i = 0; i <= ReplaceableThread.MOST_BLOCKED; i++) {
      block(new Stuck());
      watchUntilOverdue();
    }
    loop.add(new Frames("waits", 1));
    assertThat(loop.isMute()).isTrue();
    assertThat(loop.blocked()).isEqualTo(ReplaceableThread.MOST_BLOCKED + 1);
    assertThat(threads).hasSize(ReplaceableThread.MOST_BLOCKED + 1);
    assertThat(written).isEmpty();

    stuck.get(ReplaceableThread.MOST_BLOCKED).peerReads.countDown();

    await()
        .until(
            () -> {
              time.advance(EventLoop.LONGEST_REST); // its round was a long one
              return written.contains("waits");
            });
    loop.watch(LIMIT, false);
    assertThat(loop.isMute()).isFalse();
  }

  @Test
  void whoeverTakesThePlaceOfABlockedThreadDoesNotRest() {
    block(new Stuck());
    watchUntilOverdue();
    loop.add(new Frames("at once", 1));

    await().until(() -> written.contains("at once"));
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
