package io.heartwire.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs a client's callbacks one after another on its executor. Safe for use by any thread.
 *
 * <p>While {@link #MOST_WAITING} callbacks wait, nothing more is read from the server. Nearly all
 * callbacks come from there, so the queue is bounded.
 */
final class CallbackQueue {
  private static final Logger LOG = Logger.getLogger(CallbackQueue.class.getName());

  static final int MOST_WAITING = 1024;

  private final Executor executor;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Runnable> waiting = new ArrayDeque<>(); // guarded by lock
  private boolean isRunning; // guarded by lock
  private @Nullable Runnable whenRoom; // guarded by lock
  private volatile boolean hasFailed;

  CallbackQueue(Executor executor) {
    this.executor = executor;
  }

  /** Queues a callback; it runs after the next {@link #start}. */
  void add(Runnable callback) {
    lock.lock();
    try {
      waiting.add(callback);
    } finally {
      lock.unlock();
    }
  }

  /** Must not be called with a lock held: the executor may run callbacks in the calling thread. */
  void start() {
    lock.lock();
    try {
      if (isRunning || waiting.isEmpty()) {
        return;
      }
      isRunning = true;
    } finally {
      lock.unlock();
    }
    execute(this::runAll);
  }

  /** Runs something beside the queue. */
  void execute(Runnable work) {
    try {
      executor.execute(work);
    } catch (RejectedExecutionException closed) {
      logOnce(
          "The client's executor takes nothing any more; callbacks run in the common pool", closed);
      ForkJoinPool.commonPool().execute(work);
    }
  }

  /** True if there is room for more; if not, runs the task once there is. */
  boolean hasRoomOr(Runnable task) {
    lock.lock();
    try {
      if (waiting.size() < MOST_WAITING) {
        return true;
      }
      whenRoom = task;
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void runAll() {
    for (Runnable next = next(); next != null; next = next()) {
      try {
        next.run();
      } catch (Throwable failure) { // also an AssertionError: later callbacks have to run
        logOnce("A client's listener failed; further ones of this client are not logged", failure);
      }
    }
  }

  private @Nullable Runnable next() {
    Runnable room = null;
    try {
      lock.lock();
      try {
        Runnable next = waiting.poll();
        isRunning = next != null;
        if (whenRoom != null && waiting.size() <= MOST_WAITING / 2) {
          room = whenRoom;
          whenRoom = null;
        }
        return next;
      } finally {
        lock.unlock();
      }
    } finally {
      if (room != null) {
        room.run();
      }
    }
  }

  private void logOnce(String what, Throwable failure) {
    if (!hasFailed) {
      hasFailed = true;
      LOG.log(Level.WARNING, what, failure);
    }
  }
}
