package io.heartwire.drain;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Owns the managed tasks that make goings go on; there is none while nobody goes. */
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // the container injects the executor
class DrainSchedule implements Ticks {
  private static final Logger LOG = Logger.getLogger(DrainSchedule.class.getName());

  /** Half of what {@link Pace} makes up for. */
  private static final long PERIOD_MILLIS = 50;

  @Resource private ManagedScheduledExecutorService executor;
  private final CompletableFuture<Void> stopping = new CompletableFuture<>();

  @Override
  public void untilOver(BooleanSupplier tick) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    ScheduledFuture<?> task =
        executor.scheduleWithFixedDelay(
            () -> run(tick, over), 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    CompletableFuture<Void> unused =
        CompletableFuture.anyOf(over, stopping).thenRun(() -> task.cancel(false));
  }

  private static void run(BooleanSupplier tick, CompletableFuture<Void> over) {
    try {
      if (!over.isDone() && tick.getAsBoolean()) {
        over.complete(null);
      }
    } catch (RuntimeException failure) {
      // An exception would end the schedule, and nobody would go any more.
      LOG.log(Level.SEVERE, "A step of a drain failed", failure);
    }
  }

  @PreDestroy
  void stop() {
    stopping.complete(null);
  }
}
