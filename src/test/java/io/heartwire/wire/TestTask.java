package io.heartwire.wire;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A task of an event loop that does what the test says, and remembers what it was told. */
class TestTask extends LoopTask {
  final AtomicInteger runs = new AtomicInteger();
  final AtomicInteger expiries = new AtomicInteger();
  final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final Supplier<Next> step;

  TestTask() {
    this(() -> Next.UNTIL_ADDED);
  }

  /**
   * @param step done in each run, and says when the next one is
   */
  TestTask(Supplier<Next> step) {
    this.step = step;
  }

  @Override
  Next run() {
    Next next = step.get();
    runs.incrementAndGet();
    return next;
  }

  @Override
  void ready(int operations) {
    throw new AssertionError("nothing was registered for " + this);
  }

  @Override
  void expired() {
    expiries.incrementAndGet();
  }

  @Override
  void failed(Throwable failure) {
    failures.add(failure);
  }
}
