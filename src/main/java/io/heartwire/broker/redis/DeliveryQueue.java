package io.heartwire.broker.redis;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs tasks in their order, one at a time, on threads that are lent to it. Safe for use by any
 * thread.
 */
final class DeliveryQueue {
  private static final Logger LOG = Logger.getLogger(DeliveryQueue.class.getName());
  private static final int MOST_PER_TURN = 256;

  private final Executor threads;
  private final Executor later;
  private final int most;

  // Guarded by this.
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private boolean running;

  /**
   * @param later runs a task on any thread a moment later, when no thread can be lent
   * @param most tasks that wait
   */
  DeliveryQueue(Executor threads, Executor later, int most) {
    this.threads = threads;
    this.later = later;
    this.most = most;
  }

  /** Adds a delivery, unless too many tasks wait. */
  boolean offer(Runnable delivery) {
    synchronized (this) {
      if (tasks.size() >= most) {
        return false;
      }
    }
    add(delivery);
    return true;
  }

  /** Adds a task of the engine's own, of which a channel has a few at most. */
  void add(Runnable task) {
    synchronized (this) {
      tasks.add(task);
      if (running) {
        return;
      }
      running = true;
    }
    lend();
  }

  private void lend() {
    try {
      threads.execute(this::run);
    } catch (RejectedExecutionException | IllegalStateException busyOrStopping) {
      later.execute(this::lend);
    }
  }

  private void run() {
    for (int i = 0; i < MOST_PER_TURN; i++) {
      Runnable task;
      synchronized (this) {
        task = tasks.poll();
        if (task == null) {
          running = false;
          return;
        }
      }
      try {
        task.run();
      } catch (RuntimeException | Error failure) { // the next ones are of other channels
        LOG.log(Level.SEVERE, "A delivery failed, and those after it go on", failure);
      }
    }
    lend();
  }
}
