package io.heartwire.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What arrives at an event loop. */
class EventLoopReadingTest extends EventLoopFixture {
  private final List<Pipe> pipes = new ArrayList<>();
  private Pipe pipe;

  @BeforeEach
  void open() throws IOException {
    pipe = newPipe();
  }

  @AfterEach
  void close() throws IOException {
    endTheThreads(); // they would see the channels end
    for (Pipe each : pipes) {
      each.sink().close();
      each.source().close();
    }
  }

  @Test
  void aTaskIsToldWheneverItsChannelHasData() throws IOException {
    read(pipe);
    for (int i = 1; i <= 20; i++) {
      arrive(pipe);
      int all = i;
      await().pollDelay(Duration.ZERO).until(() -> done.size() == all);
    }
    assertThat(threads).hasSize(1);
  }

  @Test
  void dataDoesNotWaitForTheEndOfALongRound() throws IOException {
    read(pipe);
    int some = 10 * EventLoop.TASKS_BETWEEN_READS;
    Stuck before = block();
    for (int i = 0; i < some; i++) {
      say("write");
    }
    once(() -> arriveUnchecked(pipe));
    for (int i = 0; i < some; i++) {
      say("write");
    }
    before.release();

    await().until(() -> done.size() == 2 * some + 1);
    assertThat(done.indexOf("read")).isBetween(some, some + EventLoop.TASKS_BETWEEN_READS);
  }

  @Test
  void writesDoNotWaitUntilAllThatHasArrivedIsRead() throws IOException {
    List<Pipe> crowd = new ArrayList<>();
    for (int i = 0; i < 3 * EventLoop.READS_BETWEEN_WRITES; i++) {
      Pipe each = newPipe();
      arrive(each);
      crowd.add(each);
    }
    Stuck before = block();
    for (Pipe each : crowd) {
      read(each);
    }
    say("write");
    before.release();

    await().until(() -> done.size() == crowd.size() + 1);
    assertThat(done.indexOf("write")).isBetween(0, EventLoop.READS_BETWEEN_WRITES);
  }

  @Test
  void dataDoesNotWaitForTheEndOfARest() throws IOException {
    read(pipe);
    write(MANY, Duration.ofMillis(5));
    say("write");
    arrive(pipe);

    await().until(() -> done.contains("read"));
    assertThat(done).doesNotContain("write");
    time.advance(Duration.ofMillis(5));
    await().until(() -> done.contains("write"));
  }

  @Test
  void aChannelThatIsNotLookedAtWaits() throws IOException {
    SelectionKey key = loop.register(pipe.source(), new Reading(pipe));
    arrive(pipe);
    await().during(A_WHILE).until(done::isEmpty);

    key.interestOps(SelectionKey.OP_READ);
    key.selector().wakeup();

    await().until(() -> done.contains("read"));
  }

  @Test
  void aTaskIsToldWhatItsChannelIsReadyFor() throws IOException {
    List<Integer> told = new CopyOnWriteArrayList<>();
    AtomicReference<SelectionKey> key = new AtomicReference<>();
    pipe.sink().configureBlocking(false);
    key.set(
        loop.register(
            pipe.sink(),
            new Told(
                operations -> {
                  told.add(operations);
                  key.get().interestOps(0);
                })));

    key.get().interestOps(SelectionKey.OP_WRITE);
    key.get().selector().wakeup();

    await().until(() -> !told.isEmpty());
    assertThat(told).containsExactly(SelectionKey.OP_WRITE);
  }

  @Test
  void aTaskThatThrowsWhileItReadsIsToldAndTheOthersGoOn() throws IOException {
    IllegalStateException failure = new IllegalStateException("out of order");
    Pipe another = newPipe();
    Told broken =
        new Told(
            operations -> {
              take(pipe);
              throw failure;
            });
    register(pipe, broken);
    read(another);
    arrive(pipe);
    await().until(() -> broken.failures.contains(failure));
    arrive(another);

    await().until(() -> done.contains("read"));
  }

  @Test
  void aKeyThatIsCancelledWhileItIsReadyHarmsNobody() throws IOException {
    Pipe another = newPipe();
    SelectionKey key = register(pipe, new Reading(pipe));
    read(another);
    Stuck before = block();
    arrive(pipe);
    once(key::cancel);
    arrive(another);
    before.release();

    await().until(() -> done.contains("read"));
    assertThat(threads).hasSize(1);
    assertThat(newest().isAlive()).isTrue();
  }

  private Pipe newPipe() throws IOException {
    Pipe made = Pipe.open();
    made.source().configureBlocking(false);
    pipes.add(made);
    return made;
  }

  private void read(Pipe from) throws IOException {
    register(from, new Reading(from));
  }

  private SelectionKey register(Pipe from, LoopTask task) throws ClosedChannelException {
    SelectionKey key = loop.register(from.source(), task);
    key.interestOps(SelectionKey.OP_READ);
    key.selector().wakeup();
    return key;
  }

  private static void arrive(Pipe at) throws IOException {
    int unused = at.sink().write(ByteBuffer.allocate(1));
  }

  private static void arriveUnchecked(Pipe at) {
    try {
      arrive(at);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static void take(Pipe from) {
    try {
      int unused = from.source().read(ByteBuffer.allocate(10));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static class Told extends TestTask {
    private final IntConsumer whenReady;

    Told(IntConsumer whenReady) {
      this.whenReady = whenReady;
    }

    @Override
    void ready(int operations) {
      whenReady.accept(operations);
    }
  }

  /** Takes what has arrived. */
  private final class Reading extends Told {
    Reading(Pipe from) {
      super(
          operations -> {
            take(from);
            done.add("read");
          });
    }
  }
}
