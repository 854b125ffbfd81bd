package io.heartwire.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WriterTest extends WriterFixture {
  private static final Duration LINGER = Duration.ofMillis(5);

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
}
