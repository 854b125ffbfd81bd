package io.heartwire.wire;

import io.heartwire.time.LogThrottle;
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
 * A small thread pool with a queue, for calls that may block on a peer. While a peer keeps a thread
 * blocked, another takes its place, up to {@link #MOST_REPLACED}.
 *
 * <p>A synchronous write of the container waits to be woken. Where its socket is closed at a bad
 * moment nobody wakes it, and closing the session does not help, but interrupting the thread does:
 * the write looks again, and fails. Safe for use by any thread.
 */
public final class BlockingCallPool implements StallWatch.Worker {
  private static final Logger LOG = Logger.getLogger(BlockingCallPool.class.getName());

  static final int MOST_REPLACED = 16;

  /** One ping and one close may wait for each connection, of which there are a million at most. */
  private static final int MOST_WAITING = 1_000_000;

  /**
   * How long a call may take before its thread is interrupted, and again after as long: more than
   * the container's own limits, which begin anew with it.
   */
  static final Duration INTERRUPTED_AFTER = Duration.ofSeconds(20);

  private final String name;
  private final int size;
  private final Duration stuckAfter;
  private final TimeSource time;
  private final LogThrottle log;
  private final ThreadPoolExecutor pool;
  private final Map<Thread, RunningCall> running = new ConcurrentHashMap<>();

  /**
   * @param stuckAfter longer than any call takes that does not block
   */
  BlockingCallPool(
      String name, int size, Duration stuckAfter, ThreadFactory factory, TimeSource time) {
    this.name = name;
    this.stuckAfter = stuckAfter;
    this.size = size;
    this.time = time;
    this.log = new LogThrottle(time);
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

  /** The number of threads that are blocked now. */
  int stuck() {
    long now = time.nanos();
    return (int)
        running.values().stream()
            .filter(call -> now - call.startedAt >= stuckAfter.toNanos())
            .count();
  }

  /** Wakes threads whose call has lasted for too long. Called from time to time. */
  void interruptStuck() {
    long now = time.nanos();
    running.values().forEach(call -> call.interruptIfDue(now));
  }

  void stop() {
    pool.shutdownNow();
  }

  @Override
  public String name() {
    return name;
  }

  /**
   * Returns whether calls wait for a thread. Running calls do not count: they may take their time.
   */
  @Override
  public boolean hasWork() {
    return !pool.getQueue().isEmpty();
  }

  @Override
  public long progress() {
    return pool.getCompletedTaskCount();
  }

  private void run(Runnable call) {
    RunningCall current = new RunningCall(time.nanos());
    running.put(Thread.currentThread(), current);
    try {
      call.run();
    } catch (RuntimeException | Error failure) { // an exception that escapes would end the thread
      if (log.permits()) {
        LOG.log(Level.WARNING, failure, () -> "A call of " + name + " failed");
      }
    } finally {
      running.remove(Thread.currentThread());
      current.end();
    }
  }

  /**
   * Replaces blocked threads. Beyond the limit the pool goes on with fewer threads; the metric of
   * stuck threads shows it. Called with each call, and from time to time for those that wait while
   * no more come.
   */
  void replaceStuck() {
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

  /** One call that is being made, and its thread. */
  private static final class RunningCall {
    private final Thread thread = Thread.currentThread();
    private final long startedAt;

    // Guarded by this, so that no interrupt comes after the call and hits the next one.
    private long dueAt;
    private boolean isOver;

    RunningCall(long startedAt) {
      this.startedAt = startedAt;
      this.dueAt = startedAt + INTERRUPTED_AFTER.toNanos();
    }

    synchronized void interruptIfDue(long now) {
      if (!isOver && now - dueAt >= 0) {
        dueAt = now + INTERRUPTED_AFTER.toNanos();
        thread.interrupt();
      }
    }

    synchronized void end() {
      isOver = true; // an interrupt that the call has not used, the pool clears
    }
  }
}
