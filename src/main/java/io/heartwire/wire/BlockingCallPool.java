package io.heartwire.wire;

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
 * A few named threads with a queue, for calls that may block on a peer. A thread that a peer keeps
 * blocked is given up and another takes its place.
 *
 * <p>A synchronous write of the container cannot be interrupted, not even by closing the session;
 * up to {@link #MOST_REPLACED} of the threads caught in one are replaced. Safe for use by any
 * thread.
 */
public final class BlockingCallPool implements StallWatch.Worker {
  private static final Logger LOG = Logger.getLogger(BlockingCallPool.class.getName());

  static final int MOST_REPLACED = 16;

  /** One ping and one close may wait for each connection, of which there are a million at most. */
  private static final int MOST_WAITING = 1_000_000;

  private final String name;
  private final int size;
  private final Duration stuckAfter;
  private final TimeSource time;
  private final ThreadPoolExecutor pool;
  private final Map<Thread, Long> runningSince = new ConcurrentHashMap<>();

  /**
   * @param stuckAfter longer than any call takes that no peer blocks
   */
  BlockingCallPool(
      String name, int size, Duration stuckAfter, ThreadFactory factory, TimeSource time) {
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
   * Runs the call as soon as a thread is free.
   *
   * @throws RejectedExecutionException once the pool is stopped or its queue is full
   */
  public void execute(Runnable call) {
    replaceStuck();
    pool.execute(() -> run(call));
  }

  /** How many threads a peer keeps blocked now. */
  int stuck() {
    long now = time.nanos();
    return (int)
        runningSince.values().stream().filter(since -> now - since >= stuckAfter.toNanos()).count();
  }

  void stop() {
    pool.shutdownNow();
  }

  @Override
  public String name() {
    return name;
  }

  /** Calls that wait for a thread: those that are being made may take their time. */
  @Override
  public boolean hasWork() {
    return !pool.getQueue().isEmpty();
  }

  @Override
  public long progress() {
    return pool.getCompletedTaskCount();
  }

  private void run(Runnable call) {
    runningSince.put(Thread.currentThread(), time.nanos());
    try {
      call.run();
    } catch (RuntimeException failure) { // one that escapes would end the thread
      LOG.log(Level.WARNING, failure, () -> "A call of " + name + " failed");
    } finally {
      runningSince.remove(Thread.currentThread());
    }
  }

  /** Beyond the limit the pool goes on with fewer threads; the figure of stuck ones tells. */
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
