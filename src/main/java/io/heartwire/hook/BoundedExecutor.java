package io.heartwire.hook;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs so many tasks at once and no more; the others wait in their order. How many wait is for its
 * user to limit. Safe for use by any thread.
 */
final class BoundedExecutor implements Executor {
  private static final Logger LOG = Logger.getLogger(Hooks.class.getName());

  private final Executor threads;
  private final int most;

  // Guarded by this.
  private final Set<Runnable> waiting = new LinkedHashSet<>();
  private int running;

  /**
   * @param most tasks that may run at once
   */
  BoundedExecutor(Executor threads, int most) {
    this.threads = threads;
    this.most = most;
  }

  /**
   * Runs the task now or in its turn.
   *
   * @param task that throws nothing, and is not waiting already
   * @throws java.util.concurrent.RejectedExecutionException if there is no thread for it
   */
  @Override
  public void execute(Runnable task) {
    synchronized (this) {
      if (running == most) {
        waiting.add(task);
        return;
      }
      running++;
    }
    boolean isTaken = false;
    try {
      threads.execute(() -> runAll(task));
      isTaken = true;
    } finally {
      if (!isTaken) {
        ended();
      }
    }
  }

  /** Forgets a task that waits; false if it does not. */
  synchronized boolean remove(Runnable task) {
    return waiting.remove(task);
  }

  private void runAll(Runnable first) {
    for (Runnable task = first; task != null; task = next()) {
      try {
        task.run();
      } catch (RuntimeException | Error failure) { // it would keep the place for good
        LOG.log(Level.SEVERE, "A task failed that must not", failure);
      }
    }
  }

  private synchronized @Nullable Runnable next() {
    if (waiting.isEmpty()) {
      running--;
      return null;
    }
    Runnable next = waiting.iterator().next();
    waiting.remove(next);
    return next;
  }

  private synchronized void ended() {
    running--;
  }
}
