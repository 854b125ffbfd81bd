package io.heartwire.broker.redis;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * So many pages of histories at a time are asked for and not yet delivered, whatever the number of
 * channels that have missed something. A channel waits at most once. Safe for use by any thread.
 */
final class ReadTurns {
  private final int most;

  // Guarded by this.
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private int taken;

  ReadTurns(int most) {
    this.most = most;
  }

  /** Runs the task when there is a turn for it, which {@link #end} gives back. */
  void take(Runnable task) {
    synchronized (this) {
      if (taken >= most) {
        waiting.add(task);
        return;
      }
      taken++;
    }
    task.run();
  }

  void end() {
    Runnable next = next();
    if (next != null) {
      next.run();
    }
  }

  private synchronized @Nullable Runnable next() {
    Runnable next = waiting.poll();
    if (next == null) {
      taken--;
    }
    return next;
  }
}
