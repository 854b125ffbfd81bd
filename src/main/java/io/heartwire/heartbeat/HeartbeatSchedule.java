package io.heartwire.heartbeat;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The managed task that sweeps, from the start of the application to its end. */
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // the container injects the executor
class HeartbeatSchedule {
  private static final Logger LOG = Logger.getLogger(HeartbeatSchedule.class.getName());

  @Resource private ManagedScheduledExecutorService executor;
  @Inject private Heartbeat heartbeat;
  private @Nullable ScheduledFuture<?> task;

  void start(@Observes Startup event) {
    long period = heartbeat.sweepInterval().toNanos();
    // A fixed delay, not a fixed rate: after a pause there is no burst of sweeps to catch up.
    task = executor.scheduleWithFixedDelay(this::sweep, period, period, TimeUnit.NANOSECONDS);
  }

  private void sweep() {
    try {
      heartbeat.sweep();
    } catch (RuntimeException | Error failure) {
      // An exception would end the schedule; health turns DOWN if sweeps go on failing.
      LOG.log(Level.SEVERE, "A heartbeat sweep failed", failure);
    }
  }

  @PreDestroy
  void stop() {
    if (task != null) {
      task.cancel(false);
    }
  }
}
