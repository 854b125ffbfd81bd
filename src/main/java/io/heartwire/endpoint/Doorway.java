package io.heartwire.endpoint;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one thread in at a time, and nobody once it is closed. Who closes it waits for the one
 * inside, so that afterwards nobody is there; but no longer than a second, and not for itself.
 *
 * <p>For work of microseconds that must not run while something else happens. Safe for use by any
 * thread.
 */
final class Doorway {
  private static final long LONGEST_STAY_MILLIS = 1000;

  private final ReentrantLock inside = new ReentrantLock();
  private volatile boolean isClosed;

  /** False if it is closed; who is let in has to {@link #leave}. */
  boolean enter() {
    inside.lock();
    if (isClosed) {
      inside.unlock();
      return false;
    }
    return true;
  }

  void leave() {
    inside.unlock();
  }

  /** For ever. */
  void close() {
    isClosed = true;
    awaitEmpty();
  }

  /** Waits for the one inside, though another may enter at once. */
  void awaitEmpty() {
    try {
      if (inside.tryLock(LONGEST_STAY_MILLIS, TimeUnit.MILLISECONDS)) {
        inside.unlock();
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  boolean isClosed() {
    return isClosed;
  }
}
