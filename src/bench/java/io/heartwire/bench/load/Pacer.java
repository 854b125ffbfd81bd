package io.heartwire.bench.load;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Publishes at a steady rate on a thread of its own, whatever the server does: what is late is sent
 * at once, and its due time stays.
 */
public final class Pacer {
  private final Thread thread;
  private volatile boolean done;

  /** What is done at each turn; on the pacer's thread. */
  public interface Turn {
    void at(long dueNanos, int turn);
  }

  private Pacer(int perSecond, int turns, Turn turn) {
    thread = new Thread(() -> run(perSecond, turns, turn), "bench-publisher");
    thread.setDaemon(true);
  }

  /** Starts at once; the first turn is due now. */
  public static Pacer start(int perSecond, int turns, Turn turn) {
    Pacer pacer = new Pacer(perSecond, turns, turn);
    pacer.thread.start();
    return pacer;
  }

  public boolean isDone() {
    return done;
  }

  private void run(int perSecond, int turns, Turn turn) {
    try {
      long start = System.nanoTime();
      for (int i = 0; i < turns; i++) {
        long due = start + i * TimeUnit.SECONDS.toNanos(1) / perSecond;
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
        turn.at(due, i);
      }
    } finally {
      done = true;
    }
  }
}
