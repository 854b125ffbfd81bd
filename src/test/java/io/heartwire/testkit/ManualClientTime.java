package io.heartwire.testkit;

import io.heartwire.client.ClientTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A client's clock that the test advances; tasks that become due run on the test's thread. */
public final class ManualClientTime implements ClientTime {
  private record Due(long at, long number, Runnable task, AtomicBoolean isCancelled) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final PriorityQueue<Due> waiting =
      new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::number));
  // Negative, so that a test crosses zero where code compares instead of subtracting.
  private long nanos = -Duration.ofSeconds(7).toNanos();
  private Instant wallClock = Instant.parse("2024-02-29T23:59:00Z");
  private long numbers;

  @Override
  public long nanos() {
    lock.lock();
    try {
      return nanos;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Instant wallClock() {
    lock.lock();
    try {
      return wallClock;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    lock.lock();
    try {
      AtomicBoolean isCancelled = new AtomicBoolean();
      Due due = new Due(nanos + delay.toNanos(), numbers++, task, isCancelled);
      waiting.add(due);
      return () -> cancel(due);
    } finally {
      lock.unlock();
    }
  }

  /** Advances the clock, and runs each task at its time. */
  public void advance(Duration step) {
    long end = nanos() + step.toNanos();
    for (Due next = next(end); next != null; next = next(end)) {
      if (!next.isCancelled().get()) {
        next.task().run();
      }
    }
    moveTo(end);
  }

  /** Advances the clock in one step, as after a pause of the process, so that tasks run late. */
  public void standStill(Duration pause) {
    moveTo(nanos() + pause.toNanos());
    advance(Duration.ZERO);
  }

  /** The number of tasks that are not due yet. */
  public int waiting() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  private void cancel(Due due) {
    due.isCancelled().set(true);
    lock.lock();
    try {
      waiting.remove(due);
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Due next(long end) {
    lock.lock();
    try {
      Due first = waiting.peek();
      if (first == null || first.at() - end > 0) {
        return null;
      }
      if (first.at() - nanos > 0) {
        moveTo(first.at());
      }
      return waiting.remove();
    } finally {
      lock.unlock();
    }
  }

  private void moveTo(long moment) {
    lock.lock();
    try {
      wallClock = wallClock.plusNanos(moment - nanos);
      nanos = moment;
    } finally {
      lock.unlock();
    }
  }
}
