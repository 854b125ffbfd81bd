package io.heartwire.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What arrives at an event loop. */
class EventLoopReadingTest extends EventLoopFixture {
  private static final Duration A_WHILE = Duration.ofMillis(50);

  private Pipe pipe;

  @BeforeEach
  void open() throws IOException {
    pipe = Pipe.open();
    pipe.source().configureBlocking(false);
  }

  @AfterEach
  void close() throws IOException {
    pipe.sink().close();
    pipe.source().close();
  }

  @Test
  void aTurnIsDueWheneverItsChannelHasData() throws IOException {
    loop.read(pipe.source(), new Reading(pipe));
    for (int i = 1; i <= 20; i++) {
      arrive();
      int all = i;
      await().pollDelay(Duration.ZERO).until(() -> written.size() == all);
    }
    assertThat(threads).hasSize(1);
  }

  @Test
  void dataDoesNotWaitForTheEndOfALongRound() throws IOException {
    loop.read(pipe.source(), new Reading(pipe));
    Stuck before = new Stuck();
    block(before);
    for (int i = 0; i < 10 * EventLoop.TURNS_BETWEEN_READS; i++) {
      loop.add(new Frames("write", 1));
    }
    loop.add(
        new Turn() {
          @Override
          Next run() {
            arriveUnchecked();
            return Next.UNTIL_ADDED;
          }

          @Override
          void givenUp() {}
        });
    for (int i = 0; i < 10 * EventLoop.TURNS_BETWEEN_READS; i++) {
      loop.add(new Frames("write", 1));
    }
    before.peerReads.countDown();

    await().until(() -> written.size() == 20 * EventLoop.TURNS_BETWEEN_READS + 1);
    assertThat(written.indexOf("read"))
        .isBetween(10 * EventLoop.TURNS_BETWEEN_READS, 11 * EventLoop.TURNS_BETWEEN_READS);
  }

  @Test
  void writesDoNotWaitUntilAllThatHasArrivedIsRead() throws IOException {
    List<Pipe> crowd = new ArrayList<>();
    for (int i = 0; i < 3 * EventLoop.READS_BETWEEN_WRITES; i++) {
      Pipe each = Pipe.open();
      each.source().configureBlocking(false);
      int unused = each.sink().write(ByteBuffer.allocate(1));
      crowd.add(each);
    }
    Stuck before = new Stuck();
    block(before);
    for (Pipe each : crowd) {
      loop.read(each.source(), new Reading(each));
    }
    loop.add(new Frames("write", 1));
    before.peerReads.countDown();

    await().until(() -> written.size() == crowd.size() + 1);
    assertThat(written.indexOf("write")).isBetween(0, EventLoop.READS_BETWEEN_WRITES);
    for (Pipe each : crowd) {
      each.sink().close();
      each.source().close();
    }
  }

  @Test
  void dataDoesNotWaitForTheEndOfARest() throws IOException {
    loop.read(pipe.source(), new Reading(pipe));
    write(MANY, Duration.ofMillis(5));
    loop.add(new Frames("write", 1));
    arrive();

    await().until(() -> written.contains("read"));
    assertThat(written).doesNotContain("write");
    time.advance(Duration.ofMillis(5));
    await().until(() -> written.contains("write"));
  }

  @Test
  void aReadThatBlocksTheThreadHoldsUpNoOther() throws IOException {
    Pipe another = Pipe.open();
    another.source().configureBlocking(false);
    Stuck blocked = new Stuck();
    stuck.add(blocked);
    loop.read(another.source(), blocked);
    loop.read(pipe.source(), new Reading(pipe));
    int unused = another.sink().write(ByteBuffer.allocate(1));
    await().until(() -> blocked.isRunning && newest().getState() == Thread.State.WAITING);
    another.source().close();
    watchUntilOverdue();
    arrive();

    await().until(() -> written.contains("read"));
    assertThat(loop.blocked()).isEqualTo(1);
    another.sink().close();
  }

  @Test
  void aChannelThatIsNotLookedAtWaits() throws IOException {
    SelectionKey key = loop.read(pipe.source(), new Reading(pipe));
    loop.suspend(key);
    arrive();
    await().during(A_WHILE).until(written::isEmpty);

    loop.resume(key);

    await().until(() -> written.contains("read"));
  }

  private void arrive() throws IOException {
    int unused = pipe.sink().write(ByteBuffer.allocate(1));
  }

  private void arriveUnchecked() {
    try {
      arrive();
    } catch (IOException broken) {
      throw new AssertionError(broken);
    }
  }

  /** Takes what has arrived. */
  private final class Reading extends Turn {
    private final Pipe from;

    Reading(Pipe from) {
      this.from = from;
    }

    @Override
    Next run() {
      try {
        int unused = from.source().read(ByteBuffer.allocate(10));
      } catch (IOException broken) {
        throw new AssertionError(broken);
      }
      written.add("read");
      return Next.UNTIL_ADDED;
    }

    @Override
    void givenUp() {}
  }
}
