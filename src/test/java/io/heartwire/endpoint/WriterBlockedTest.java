package io.heartwire.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Threads that peers keep blocked. */
class WriterBlockedTest extends WriterFixture {
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
  void whoeverTakesThePlaceOfABlockedThreadDoesNotRest() {
    block(new Stuck());
    watchUntilOverdue();
    writer.add(new Frames("at once", 1));

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
