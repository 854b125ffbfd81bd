package io.heartwire.drain;

import io.heartwire.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.logging.Level;

/**
 * The drain of a server that is stopping: over in time, whatever happens, since the server waits.
 * Used by one thread, which it blocks.
 */
public final class StopDrain {
  /**
   * From the notice to the cut. Servers wait 30 s at the most, Kubernetes as much: those have to
   * hold this, the time until the stop is noticed, and what is added here.
   */
  public static final Duration LIMIT = Duration.ofSeconds(26);

  private static final Announcer LOG = new Announcer(StopDrain.class);

  /** Clients answer a close frame; a socket that is cut before may lose it to them. */
  private static final Duration ECHO = Duration.ofMillis(500);

  private static final Duration LOOK_EVERY = Duration.ofMillis(400);

  private final Drain drain;
  private final Supplier<DrainPlan> plan;
  private final BooleanSupplier isOpenAgain;
  private final TimeSource time;

  /**
   * @param isOpenAgain whether the server has thought better of it
   */
  public StopDrain(
      Drain drain, Supplier<DrainPlan> plan, BooleanSupplier isOpenAgain, TimeSource time) {
    this.drain = drain;
    this.plan = plan;
    this.isOpenAgain = isOpenAgain;
    this.time = time;
  }

  /** Drains, or joins the drain that is under way; returns when the server may go on stopping. */
  public void run(Duration limit) throws InterruptedException {
    LOG.say(Level.INFO, "The server stops: clients are asked to go first");
    try {
      CompletableFuture<DrainReport> done =
          drain.startWithin(limit, plan.get()).toCompletableFuture();
      Duration most = limit.plus(Departure.LAST_WORDS);
      DrainReport report = await(done, time.nanos() + most.toNanos());
      if (report.connections() > 0) {
        pause();
      }
    } catch (RuntimeException | ExecutionException failure) {
      LOG.failed("The drain failed; the server stops without it", failure);
    } catch (TimeoutException late) {
      LOG.failed("The drain did not end in time; the server stops without it", late);
    }
  }

  private DrainReport await(CompletableFuture<DrainReport> done, long deadline)
      throws InterruptedException, ExecutionException, TimeoutException {
    while (true) {
      long left = deadline - time.nanos();
      try {
        return done.get(Math.min(left, LOOK_EVERY.toNanos()), TimeUnit.NANOSECONDS);
      } catch (TimeoutException stillGoing) {
        if (left <= 0) {
          throw stillGoing;
        }
        if (isOpenAgain.getAsBoolean()) {
          LOG.say(Level.INFO, "The server does not stop: its port is open again");
          drain.cancel();
        }
      }
    }
  }

  private void pause() {
    long end = time.nanos() + ECHO.toNanos();
    while (time.nanos() - end < 0 && !Thread.currentThread().isInterrupted()) {
      time.restUntil(end);
    }
  }
}
