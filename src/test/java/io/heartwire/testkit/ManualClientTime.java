package io.heartwire.testkit;

import io.heartwire.client.ClientTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A client's time that moves when the test says so; what falls due runs on the thread that moves
 * it, each at its moment. Safe for use by any thread.
 */
public final class ManualClientTime implements ClientTime {
  private static final Instant START = Instant.parse("2024-02-29T23:59:00Z");

  private final PriorityQueue<Pending> pending =
      new PriorityQueue<>(
          Comparator.comparing(Pending::due).thenComparing(Pending::number));
  private Duration now = Duration.ZERO;
  private long numbers;

  private record Pending(Duration due, long number, Runnable task) {}

  /** Negative at first, so that a test crosses zero where code compares instead of subtracting. */
  @Override
  public synchronized long nanos() {
    return now.minusSeconds(7).toNanos();
  }

  @Override
  public synchronized Instant wallClock() {
    return START.plus(now);
  }

  @Override
  public synchronized Timer after(Duration delay, Runnable task) {
    Pending added = new Pending(now.plus(delay), numbers++, task);
    pending.add(added);
    return () -> cancel(added);
  }

  /** Moves on, and runs what falls due on the way. */
  public void advance(Duration step) {
    Duration end = elapsed().plus(step);
    for (Pending next = nextUntil(end); next != null; next = nextUntil(end)) {
      next.task().run();
    }
  }

  /** How many tasks wait for their time. */
  public synchronized int waiting() {
    return pending.size();
  }

  /** How long from now until the next task is due; null if none is. */
  public synchronized @Nullable Duration untilNext() {
    Pending next = pending.peek();
    return next == null ? null : next.due().minus(now);
  }

  private synchronized Duration elapsed() {
    return now;
  }

  private synchronized void cancel(Pending added) {
    pending.remove(added);
  }

  private synchronized @Nullable Pending nextUntil(Duration end) {
    Pending next = pending.peek();
    if (next == null || next.due().compareTo(end) > 0) {
      now = now.compareTo(end) > 0 ? now : end;
      return null;
    }
    pending.poll();
    now = now.compareTo(next.due()) > 0 ? now : next.due();
    return next;
  }
}
