package io.heartwire.broker.redis;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks one at a time in the order of their calls, on the thread of a caller. No lock is held
 * meanwhile: a task may ask for another one, which runs after it. How many wait is for its user to
 * limit. Safe for use by any thread.
 */
final class InOrder {
  // Guarded by this.
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean isRunning;

  /**
   * @param task that throws nothing
   */
  void run(Runnable task) {
    synchronized (this) {
      waiting.add(task);
      if (isRunning) {
        return;
      }
      isRunning = true;
    }
    for (Runnable next = next(); next != null; next = next()) {
      next.run();
    }
  }

  private synchronized @Nullable Runnable next() {
    Runnable next = waiting.poll();
    isRunning = next != null;
    return next;
  }
}
