package io.heartwire.wire;

import static org.awaitility.Awaitility.await;

import io.heartwire.testkit.ManualTimeSource;
import io.heartwire.wire.LoopTask.Next;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;

/** An event loop with the manual clock, and tasks as connections have them. */
abstract class EventLoopFixture {
  /** Long enough for a loop to do what it should not. */
  static final Duration A_WHILE = Duration.ofMillis(20);

  /** Connections after which a loop may rest. */
  static final int MANY = EventLoop.FEW + 1;

  final ManualTimeSource time = new ManualTimeSource();
  final List<Thread> threads = new CopyOnWriteArrayList<>();
  final List<String> done = new CopyOnWriteArrayList<>();
  private final List<Stuck> stuck = new ArrayList<>();
  EventLoop loop = loop(Duration.ZERO);

  @AfterEach
  void endTheThreads() {
    stuck.forEach(Stuck::release);
    loop.stop();
    await().until(() -> threads.stream().noneMatch(Thread::isAlive));
  }

  EventLoop loop(Duration linger) {
    EventLoop made = new EventLoop("loop", linger, this::newThread, time);
    made.start();
    return made;
  }

  /** Keeps the loop busy until it is released. */
  Stuck block() {
    Stuck task = new Stuck();
    stuck.add(task);
    loop.add(task);
    await().until(() -> task.isRunning && newest().getState() == Thread.State.WAITING);
    return task;
  }

  /** One round, in which the loop writes to so many connections, and which takes so long. */
  void write(int connections, Duration altogether) {
    Stuck before = block();
    List<String> written = new CopyOnWriteArrayList<>();
    for (int i = 1; i <= connections; i++) {
      boolean isLast = i == connections;
      loop.add(
          new TestTask(
              () -> {
                if (isLast) {
                  time.advance(altogether);
                }
                written.add("");
                return Next.UNTIL_ADDED;
              }));
    }
    before.release();
    await().until(() -> written.size() == connections);
  }

  /** Adds a task that does this once. */
  TestTask once(Runnable step) {
    TestTask task =
        new TestTask(
            () -> {
              step.run();
              return Next.UNTIL_ADDED;
            });
    loop.add(task);
    return task;
  }

  /** Adds a task that says so. */
  TestTask say(String what) {
    return once(() -> done.add(what));
  }

  Thread newest() {
    return threads.get(threads.size() - 1);
  }

  private Thread newThread(Runnable work) {
    Thread thread = new Thread(work);
    threads.add(thread);
    return thread;
  }

  /** A task that does what no task may: it waits. */
  static final class Stuck extends TestTask {
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile boolean isRunning;

    @Override
    Next run() {
      isRunning = true;
      try {
        released.await();
      } catch (InterruptedException unexpected) {
        throw new AssertionError(unexpected);
      }
      return super.run();
    }

    void release() {
      released.countDown();
    }
  }
}
