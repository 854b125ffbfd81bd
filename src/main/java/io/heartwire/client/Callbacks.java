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
 * Runs a client's callbacks one after another on the application's executor.
 *
 * <p>What waits is bounded from behind: while {@link #MOST_WAITING} callbacks wait nothing more is
 * read from the server, which is what nearly all of them come from.
 */
final class Callbacks {
  private static final Logger LOG = Logger.getLogger(Callbacks.class.getName());

  static final int MOST_WAITING = 1024;

  private final Executor executor;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Runnable> waiting = new ArrayDeque<>(); // guarded by lock
  private boolean isRunning; // guarded by lock
  private @Nullable Runnable whenRoom; // guarded by lock
  private volatile boolean hasFailed;

  Callbacks(Executor executor) {
    this.executor = executor;
  }

  /** Queues a callback, which runs after the next {@link #start}. */
  void add(Runnable callback) {
    lock.lock();
    try {
      waiting.add(callback);
    } finally {
      lock.unlock();
    }
  }

  /** Not to be called with a lock held that a callback might want: the executor may run it here. */
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

  /** Runs something that need not wait for its turn. */
  void execute(Runnable work) {
    try {
      executor.execute(work);
    } catch (RejectedExecutionException closed) {
      told(
          "The client's executor takes nothing any more; callbacks run in the common pool", closed);
      ForkJoinPool.commonPool().execute(work);
    }
  }

  /** True if there is room for more; otherwise the task is run once, when there is. */
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
      } catch (Throwable failure) { // also an AssertionError: nothing may keep the others from it
        told("A client's listener failed; further ones of this client are not logged", failure);
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

  private void told(String what, Throwable failure) {
    if (!hasFailed) {
      hasFailed = true;
      LOG.log(Level.WARNING, what, failure);
    }
  }
}
