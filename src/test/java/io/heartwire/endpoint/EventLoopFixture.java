package io.heartwire.endpoint;

import static org.awaitility.Awaitility.await;

import io.heartwire.testkit.ManualTimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;

/** An event loop with the manual clock, and turns as connections give it. */
abstract class EventLoopFixture {
  static final Duration LIMIT = Duration.ofMillis(500);

  /** Connections after which a loop may rest. */
  static final int MANY = EventLoop.FEW + 1;

  final ManualTimeSource time = new ManualTimeSource();
  final List<Thread> threads = new CopyOnWriteArrayList<>();
  final List<String> written = new CopyOnWriteArrayList<>();
  final List<Stuck> stuck = new ArrayList<>();
  EventLoop loop = loop(Duration.ZERO);

  @AfterEach
  void endTheThreads() {
    stuck.forEach(turn -> turn.peerReads.countDown());
    loop.stop();
    await().until(() -> threads.stream().noneMatch(Thread::isAlive));
  }

  EventLoop loop(Duration linger) {
    EventLoop made = new EventLoop("loop", linger, this::newThread, time);
    made.start();
    return made;
  }

  Thread newThread(Runnable work) {
    Thread thread = new Thread(work);
    threads.add(thread);
    return thread;
  }

  void block(Stuck turn) {
    stuck.add(turn);
    loop.add(turn);
    await().until(() -> turn.isRunning && newest().getState() == Thread.State.WAITING);
  }

  /** One round, in which the loop writes to so many connections, and which takes so long. */
  void write(int connections, Duration altogether) {
    Stuck before = new Stuck();
    block(before);
    AtomicInteger runs = new AtomicInteger();
    for (int i = 0; i < connections; i++) {
      loop.add(
          new Turn() {
            @Override
            Next run() {
              if (runs.get() == connections - 1) {
                time.advance(altogether);
              }
              runs.incrementAndGet();
              return Next.UNTIL_ADDED;
            }

            @Override
            void givenUp() {}
          });
    }
    before.peerReads.countDown();
    await().until(() -> runs.get() == connections);
  }

  Thread newest() {
    return threads.get(threads.size() - 1);
  }

  void watchUntilOverdue() {
    loop.watch(LIMIT, false);
    time.advance(LIMIT);
    loop.watch(LIMIT, false);
  }

  /** A connection with so many frames to write, one in each turn. */
  final class Frames extends Turn {
    final String name;
    int left;

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
  static final class Stuck extends Turn {
    final CountDownLatch peerReads = new CountDownLatch(1);
    final AtomicInteger runs = new AtomicInteger();
    final AtomicInteger givenUp = new AtomicInteger();
    volatile boolean isRunning;
    boolean wantsMore;

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
}
