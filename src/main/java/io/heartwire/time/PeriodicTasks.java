package io.heartwire.time;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The managed task that runs every {@link PeriodicTask} about once a second. It is separate from
 * the heartbeat's task, so that a slow task does not delay a sweep.
 */
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // the container injects the executor
class PeriodicTasks {
  private static final Logger LOG = Logger.getLogger(PeriodicTasks.class.getName());
  private static final long PERIOD_SECONDS = 1;

  @Resource private ManagedScheduledExecutorService executor;
  @Inject private TimeSource time;
  private @Nullable ScheduledFuture<?> task;

  void start(@Observes Startup event, @Any Instance<PeriodicTask> tasks) {
    List<PeriodicTask> all = tasks.stream().toList();
    task =
        executor.scheduleWithFixedDelay(
            () -> all.forEach(each -> tick(each, time.nanos())),
            PERIOD_SECONDS,
            PERIOD_SECONDS,
            TimeUnit.SECONDS);
  }

  static void tick(PeriodicTask each, long now) {
    try {
      each.tick(now);
    } catch (RuntimeException | Error failure) {
      // An exception that escapes would end the schedule of all tasks.
      LOG.log(
          Level.SEVERE,
          failure,
          () -> "A periodic task failed: " + each.getClass().getSimpleName());
    }
  }

  @PreDestroy
  void stop() {
    if (task != null) {
      task.cancel(false);
    }
  }
}
