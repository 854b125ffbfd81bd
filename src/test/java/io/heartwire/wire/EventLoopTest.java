package io.heartwire.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.testkit.LogCapture;
import io.heartwire.wire.LoopTask.Next;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Which tasks a loop runs, in which order, and how often. */
class EventLoopTest extends EventLoopFixture {
  @Test
  void tasksRunInTheirOrderOnOneThreadWithTheNameOfTheLoop() {
    for (int i = 0; i < 100; i++) {
      say("connection " + i);
    }

    await().until(() -> done.size() == 100);
    assertThat(done).startsWith("connection 0", "connection 1").endsWith("connection 99");
    assertThat(threads).extracting(Thread::getName).containsExactly("loop");
  }

  @Test
  void aLoopThatWaitsIsWokenByTheNextTask() {
    for (int i = 1; i <= 50; i++) {
      say("a");
      int all = i;
      await().pollDelay(Duration.ZERO).until(() -> done.size() == all);
    }
    assertThat(threads).hasSize(1);
  }

  @Test
  void aTaskThatIsAddedTwiceRunsOnce() {
    Stuck before = block();
    TestTask task = say("once");
    loop.add(task);
    loop.add(task);
    say("next");
    before.release();

    await().until(() -> done.contains("next"));
    say("last");
    await().until(() -> done.contains("last"));
    assertThat(done).containsExactly("once", "next", "last");
  }

  @Test
  void aTaskThatIsAddedWhileItRunsRunsAgain() {
    Stuck task = block();
    loop.add(task);
    loop.add(task);
    task.release();

    await().until(() -> task.runs.get() == 2);
    say("next");
    await().until(() -> done.contains("next"));
    assertThat(task.runs).hasValue(2);
  }

  @Test
  void aTaskWithMoreToDoWaitsForTheOthers() {
    AtomicInteger left = new AtomicInteger(3);
    Stuck before = block();
    loop.add(
        new TestTask(
            () -> {
              done.add("much");
              return left.decrementAndGet() > 0 ? Next.AFTER_OTHERS : Next.UNTIL_ADDED;
            }));
    say("little");
    before.release();

    await().until(() -> done.size() == 4);
    assertThat(done).containsExactly("much", "little", "much", "much");
  }

  @Test
  void aTaskThatIsPutOffComesAgainAfterAWhileAndHoldsUpNobody() {
    AtomicInteger left = new AtomicInteger(3);
    TestTask task = new TestTask(() -> left.decrementAndGet() > 0 ? Next.LATER : Next.UNTIL_ADDED);
    loop.add(task);
    await().until(() -> task.runs.get() == 1);
    say("meanwhile");
    await().until(() -> done.contains("meanwhile"));
    assertThat(task.runs).hasValue(1);

    time.advance(EventLoop.LATER);
    await().until(() -> task.runs.get() == 2);
    time.advance(EventLoop.LATER);
    await().until(() -> task.runs.get() == 3);
  }

  @Test
  void aTaskThatIsPutOffComesBeforeIfItIsAdded() {
    AtomicInteger left = new AtomicInteger(2);
    TestTask task = new TestTask(() -> left.decrementAndGet() > 0 ? Next.LATER : Next.UNTIL_ADDED);
    loop.add(task);
    await().until(() -> task.runs.get() == 1);

    loop.add(task);

    await().until(() -> task.runs.get() == 2);
  }

  @Test
  void anErrorEndsNoLoop() {
    aTaskThatThrowsIsToldAndTheOthersGoOn(new OutOfMemoryError("on purpose"));
  }

  @Test
  void anExceptionEndsNoLoop() {
    aTaskThatThrowsIsToldAndTheOthersGoOn(new IllegalStateException("a task out of order"));
  }

  private void aTaskThatThrowsIsToldAndTheOthersGoOn(Throwable failure) {
    TestTask task = once(() -> sneakyThrow(failure));
    say("next");

    await().until(() -> done.contains("next"));
    assertThat(task.failures).containsExactly(failure);
    assertThat(threads).hasSize(1);
  }

  @Test
  void aTaskThatThrowsAgainWhenItIsToldEndsNoLoopEither() {
    try (LogCapture log = new LogCapture(EventLoop.class)) {
      for (int i = 0; i < 3; i++) {
        loop.add(
            new TestTask(() -> sneakyThrow(new IllegalStateException("out of order"))) {
              @Override
              void failed(Throwable failure) {
                throw new IllegalStateException("still out of order");
              }
            });
      }
      say("next");

      await().until(() -> done.contains("next"));
      assertThat(log.lines()).as("one a second").hasSize(1);
    }
  }

  @Test
  void aStoppedLoopTakesNothingAndHasNoWork() {
    Stuck before = block();
    loop.stop();

    assertThat(loop.add(new TestTask())).isFalse();
    assertThat(loop.hasWork()).isFalse();
    before.release();
  }

  @Test
  void aLoopHasWorkOnlyWhileItDoesNotWait() {
    await().until(() -> !loop.hasWork());

    Stuck task = block();

    assertThat(loop.hasWork()).isTrue();
    task.release();
    await().until(() -> !loop.hasWork());
  }

  @Test
  void progressChangesWithEveryTaskAndNotWhileOneIsStuck() {
    Stuck task = block();
    long before = loop.progress();
    loop.add(new TestTask());
    await().during(A_WHILE).until(() -> loop.progress() == before);
    loop.add(new TestTask());

    task.release();

    await().until(() -> loop.progress() >= before + 2);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <R, T extends Throwable> R sneakyThrow(Throwable failure) throws T {
    throw (T) failure;
  }
}
