package io.heartwire.endpoint;

import io.heartwire.time.TimeSource;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A few named threads with a queue, which replaces a thread that a peer keeps blocked.
 *
 * <p>A synchronous write of the container cannot be interrupted, not even by closing the session,
 * so a thread caught in one is given up and another takes its place, up to {@link #MOST_REPLACED}.
 * Safe for use by any thread.
 */
final class Lane {
  private static final Logger LOG = Logger.getLogger(Lane.class.getName());

  static final int MOST_REPLACED = 16;

  /** One turn and one close may wait for each connection, of which there are a million at most. */
  private static final int MOST_WAITING = 1_000_000;

  private final String name;
  private final int size;
  private final Duration stuckAfter;
  private final TimeSource time;
  private final ThreadPoolExecutor pool;
  private final Map<Thread, Long> runningSince = new ConcurrentHashMap<>();

  Lane(String name, int size, Duration stuckAfter, ThreadFactory factory, TimeSource time) {
    this.name = name;
    this.stuckAfter = stuckAfter;
    this.size = size;
    this.time = time;
    AtomicInteger number = new AtomicInteger();
    this.pool =
        new ThreadPoolExecutor(
            size,
            size,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING),
            task -> {
              Thread thread = factory.newThread(task);
              thread.setName(name + "-" + number.incrementAndGet());
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
  }

  /**
   * @throws RejectedExecutionException once the lane is stopped or its queue is full
   */
  void execute(Runnable task) {
    replaceStuck();
    pool.execute(() -> run(task));
  }

  int stuck() {
    long now = time.nanos();
    return (int)
        runningSince.values().stream().filter(since -> now - since >= stuckAfter.toNanos()).count();
  }

  void stop() {
    pool.shutdownNow();
  }

  private void run(Runnable task) {
    runningSince.put(Thread.currentThread(), time.nanos());
    try {
      task.run();
    } finally {
      runningSince.remove(Thread.currentThread());
    }
  }

  /** Beyond the limit the lane goes on with fewer threads; the figure of stuck ones tells. */
  private void replaceStuck() {
    int wanted = size + Math.min(stuck(), MOST_REPLACED);
    if (wanted != pool.getCorePoolSize()) {
      resize(wanted);
    }
  }

  private synchronized void resize(int wanted) {
    if (wanted > pool.getMaximumPoolSize()) {
      LOG.log(
          Level.WARNING,
          "{0} thread(s) of {1} are stuck in a call to a peer and have been replaced;"
              + " see heartwire_threads_stuck",
          new Object[] {wanted - size, name});
      pool.setMaximumPoolSize(wanted);
      pool.setCorePoolSize(wanted);
    } else {
      pool.setCorePoolSize(wanted);
      pool.setMaximumPoolSize(wanted);
    }
  }
}
