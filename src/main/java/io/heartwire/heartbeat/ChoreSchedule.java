package io.heartwire.heartbeat;

import io.heartwire.time.Chore;
import io.heartwire.time.TimeSource;
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
 * Owns the managed task that does every {@link Chore} about once a second. Not the heartbeat's own:
 * what a chore does must not make a sweep late.
 */
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // the container injects the executor
class ChoreSchedule {
  private static final Logger LOG = Logger.getLogger(ChoreSchedule.class.getName());
  private static final long PERIOD_SECONDS = 1;

  @Resource private ManagedScheduledExecutorService executor;
  @Inject private TimeSource time;
  private @Nullable ScheduledFuture<?> task;

  void start(@Observes Startup event, @Any Instance<Chore> chores) {
    List<Chore> all = chores.stream().toList();
    task =
        executor.scheduleWithFixedDelay(
            () -> all.forEach(this::tick), PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
  }

  private void tick(Chore chore) {
    try {
      chore.tick(time.nanos());
    } catch (RuntimeException failure) {
      // An exception would end the schedule, and with it all the others.
      LOG.log(Level.SEVERE, failure, () -> "A chore failed: " + chore.getClass().getSimpleName());
    }
  }

  @PreDestroy
  void stop() {
    if (task != null) {
      task.cancel(false);
    }
  }
}
