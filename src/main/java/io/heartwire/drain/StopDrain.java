package io.heartwire.drain;

import io.heartwire.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;

/**
 * The drain of a server that is stopping. It always ends in time, since the server waits for it. It
 * blocks the one thread that uses it.
 */
public final class StopDrain {
  /**
   * The time from the notice of the stop to the deadline. The server and Kubernetes wait at most 30
   * s, which must suffice for this, for the time until the stop is noticed, and for the pauses
   * after the deadline.
   */
  public static final Duration LIMIT = Duration.ofSeconds(26);

  private static final ShutdownLog LOG = new ShutdownLog(StopDrain.class);

  /**
   * The time for clients to answer the close frame: a socket that is closed before may lose that
   * frame.
   */
  private static final Duration ECHO = Duration.ofMillis(500);

  private static final Duration LOOK_EVERY = Duration.ofMillis(400);

  private final Drain drain;
  private final DrainPlan plan;
  private final BooleanSupplier isOpenAgain;
  private final TimeSource time;

  /**
   * @param isOpenAgain whether the server has cancelled its stop
   */
  public StopDrain(Drain drain, DrainPlan plan, BooleanSupplier isOpenAgain, TimeSource time) {
    this.drain = drain;
    this.plan = plan;
    this.isOpenAgain = isOpenAgain;
    this.time = time;
  }

  /** Drains, or joins the drain that is under way; returns when the server may continue to stop. */
  public void run(Duration limit) throws InterruptedException {
    LOG.say(Level.INFO, "The server is stopping: draining clients first");
    try {
      CompletableFuture<DrainReport> done = drain.startWithin(limit, plan).toCompletableFuture();
      Duration most = limit.plus(DrainRun.CLOSING_TIME);
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
