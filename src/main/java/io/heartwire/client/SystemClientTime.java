package io.heartwire.client;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The system's clocks, and one daemon thread for timers. Only this class reads those clocks. */
final class SystemClientTime implements ClientTime, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(SystemClientTime.class.getName());

  private final ScheduledThreadPoolExecutor scheduler;

  SystemClientTime() {
    scheduler = new ScheduledThreadPoolExecutor(1, SharedRuntime.daemons("heartwire-client-time"));
    scheduler.setRemoveOnCancelPolicy(true); // most timers are cancelled long before their time
    scheduler.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy()); // once closed
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public Instant wallClock() {
    return Instant.now();
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    long nanos = TimeUnit.NANOSECONDS.convert(delay); // "for ever" is as long as there is
    Future<?> waiting = scheduler.schedule(() -> run(task), nanos, TimeUnit.NANOSECONDS);
    return () -> waiting.cancel(false);
  }

  @Override
  public void close() {
    scheduler.shutdownNow();
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error bug) { // the scheduler would swallow it
      LOG.log(Level.WARNING, "A timer's task failed", bug);
    }
  }
}
