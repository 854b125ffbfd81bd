package io.heartwire.drain;

import io.heartwire.time.LogThrottle;
import io.heartwire.time.TimeSource;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The managed task that ticks a run; there is none while no run is under way. */
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // the container injects the executor
class DrainSchedule implements DrainTicker {
  private static final Logger LOG = Logger.getLogger(DrainSchedule.class.getName());

  /** Half of the burst that {@link DrainRate} permits. */
  private static final long PERIOD_MILLIS = 50;

  @Resource private ManagedScheduledExecutorService executor;
  @Inject private TimeSource time;
  private final CompletableFuture<Void> stopping = new CompletableFuture<>();

  @Override
  public void untilOver(BooleanSupplier tick) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    LogThrottle log = new LogThrottle(time);
    ScheduledFuture<?> task =
        executor.scheduleWithFixedDelay(
            () -> run(tick, over, log), 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    CompletableFuture<Void> unused =
        CompletableFuture.anyOf(over, stopping).thenRun(() -> task.cancel(false));
  }

  static void run(BooleanSupplier tick, CompletableFuture<Void> over, LogThrottle log) {
    try {
      if (!over.isDone() && tick.getAsBoolean()) {
        over.complete(null);
      }
    } catch (RuntimeException | Error failure) {
      // An exception that escapes would end the schedule, and the run would never end.
      if (log.permits()) {
        LOG.log(Level.SEVERE, "A tick of the drain failed; it is tried again", failure);
      }
    }
  }

  @PreDestroy
  void stop() {
    stopping.complete(null);
  }
}
