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

/**
 * A few named threads with a queue, which replaces a thread that a peer keeps blocked.
 *
 * <p>A synchronous write of the container cannot be interrupted, not even by closing the session,
 * so a thread caught in one is given up and another takes its place, up to {@link #MOST_REPLACED}.
 * Safe for use by any thread.
 */
final class Lane {
  static final int MOST_REPLACED = 16;

  /** The container's own limit for a closing handshake is about 5.5 s. */
  static final Duration STUCK_AFTER = Duration.ofSeconds(15);

  /** One ping and one close may wait for each connection, of which there are a million at most. */
  private static final int MOST_WAITING = 1_000_000;

  private final int size;
  private final TimeSource time;
  private final ThreadPoolExecutor pool;
  private final Map<Thread, Long> runningSince = new ConcurrentHashMap<>();

  Lane(String name, int size, ThreadFactory factory, TimeSource time) {
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
        runningSince.values().stream()
            .filter(since -> now - since >= STUCK_AFTER.toNanos())
            .count();
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

  private void replaceStuck() {
    int wanted = size + Math.min(stuck(), MOST_REPLACED);
    if (wanted > pool.getMaximumPoolSize()) {
      pool.setMaximumPoolSize(wanted);
      pool.setCorePoolSize(wanted);
    } else if (wanted < pool.getCorePoolSize()) {
      pool.setCorePoolSize(wanted);
      pool.setMaximumPoolSize(wanted);
    }
  }
}
