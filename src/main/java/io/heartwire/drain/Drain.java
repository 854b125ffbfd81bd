package io.heartwire.drain;

import io.heartwire.connection.ConnectionRegistry;
import io.heartwire.time.TimeSource;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.IntUnaryOperator;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;

/**
 * Drains or rebalances the gateway's clients, one run at a time: a caller that starts one while it
 * is under way joins it.
 *
 * <p>Safe for use by any thread. Nothing blocks, and stages are completed outside of any lock.
 */
@Singleton
public class Drain {
  private static final ShutdownLog LOG = new ShutdownLog(Drain.class);

  /**
   * The state and its run.
   *
   * @param run the present or the last one, or null if there was none
   */
  private record Status(DrainState state, @Nullable DrainRun run) {
    DrainReport report() {
      return run == null ? DrainReport.NOTHING : run.report(state);
    }
  }

  private final DrainTally overall = new DrainTally();
  private final ConnectionRegistry registry;
  private final DrainTicker ticks;
  private final TimeSource time;
  private volatile Status status = new Status(DrainState.IDLE, null); // changed by move() only

  @Inject
  Drain(ConnectionRegistry registry, DrainTicker ticks, TimeSource time) {
    this.registry = registry;
    this.ticks = ticks;
    this.time = time;
  }

  /**
   * {@code IDLE} or {@code REBALANCING} to {@code DRAINING}: refuses new clients from now on, and
   * closes the present connections at the plan's rate. Joins the drain that is under way, or that
   * has ended and not been cancelled since; the plan of that one applies then.
   *
   * @return completed with the report when it has ended or was cancelled
   * @throws RejectedExecutionException if the application is stopping
   */
  public CompletionStage<DrainReport> start(DrainPlan plan) {
    while (true) {
      Status now = status;
      if (now.run() != null && now.state().refusesClients()) {
        return now.run().done().minimalCompletionStage();
      }
      DrainRun all = DrainRun.ofAll(plan, registry, time, overall);
      if (move(now, DrainState.DRAINING, all)) {
        if (now.run() != null && now.state() == DrainState.REBALANCING) {
          cancelRun(now.run());
        }
        LOG.say(
            Level.INFO,
            "Draining: {0} connections, {1} a second from {2} s on, the rest after {3} s",
            registry.counts().total(),
            plan.rate(),
            seconds(plan.delay()),
            seconds(plan.deadline()));
        return begin(all);
      }
    }
  }

  /**
   * Starts or joins a drain that ends within this time, whoever started it.
   *
   * @throws RejectedExecutionException if the application is stopping
   */
  CompletionStage<DrainReport> startWithin(Duration limit, DrainPlan plan) {
    CompletionStage<DrainReport> done = start(plan.within(limit));
    DrainRun running = status.run();
    if (running != null) {
      running.shorten(limit);
    }
    return done;
  }

  /**
   * {@code IDLE} to {@code REBALANCING}: closes some of the connections, at the rate of the plan,
   * whose deadline does not apply. Joins the rebalance that is under way.
   *
   * @param percent the share of all clients, from 1 to 100
   * @return completed with the report when it has ended or was cancelled
   * @throws IllegalStateException while the gateway drains or is drained
   * @throws RejectedExecutionException if the application is stopping
   */
  public CompletionStage<DrainReport> rebalance(DrainPlan plan, int percent) {
    if (percent < 1 || percent > 100) {
      throw new IllegalArgumentException("percent must be from 1 to 100, was " + percent);
    }
    return rebalance(plan, all -> (int) Math.ceil(all * (percent / 100.0)));
  }

  /**
   * The same until so many connections are left; with no more than that there is nothing to do.
   *
   * @throws IllegalStateException as above
   * @throws RejectedExecutionException as above
   */
  public CompletionStage<DrainReport> rebalanceTo(DrainPlan plan, long keep) {
    if (!isUnderWay() && registry.counts().total() <= keep) {
      return CompletableFuture.completedStage(report());
    }
    return rebalance(plan, all -> (int) Math.max(0, all - keep));
  }

  private CompletionStage<DrainReport> rebalance(DrainPlan plan, IntUnaryOperator share) {
    while (true) {
      Status now = status;
      if (now.state().refusesClients()) {
        throw new IllegalStateException(
            "the gateway is " + now.state() + ", which closes all connections anyway");
      }
      if (now.run() != null && now.state() == DrainState.REBALANCING) {
        return now.run().done().minimalCompletionStage();
      }
      DrainRun some = DrainRun.ofSome(plan, share, registry, time, overall);
      if (move(now, DrainState.REBALANCING, some)) {
        LOG.say(
            Level.INFO,
            "Rebalancing: {0} of {1} connections, {2} a second",
            some.report(DrainState.REBALANCING).connections(),
            registry.counts().total(),
            plan.rate());
        return begin(some);
      }
    }
  }

  /**
   * Back to {@code IDLE} from any state: new clients are admitted again. Connections that are
   * already closing end all the same.
   *
   * @return whether there was something to cancel
   */
  public boolean cancel() {
    while (true) {
      Status now = status;
      if (now.state() == DrainState.IDLE || now.run() == null) {
        return false;
      }
      if (move(now, DrainState.IDLE, now.run())) {
        if (now.state() == DrainState.DRAINED) {
          LOG.say(Level.INFO, "Drain cancelled: new clients are admitted again");
        } else {
          cancelRun(now.run());
        }
        return true;
      }
    }
  }

  /** Returns whether a drain or a rebalance is under way. */
  public boolean isUnderWay() {
    DrainState now = status.state();
    return now == DrainState.DRAINING || now == DrainState.REBALANCING;
  }

  /** Returns whether new clients must be refused. */
  public boolean refusesClients() {
    return status.state().refusesClients();
  }

  /** Returns the progress of the present run, or the result of the last one. */
  public DrainReport report() {
    return status.report();
  }

  /** The number of connections with this outcome since the start, over all runs. */
  public int count(DrainOutcome outcome) {
    return overall.of(outcome);
  }

  private CompletionStage<DrainReport> begin(DrainRun run) {
    try {
      ticks.untilOver(() -> tick(run));
    } catch (RejectedExecutionException stopping) {
      cancel();
      throw stopping;
    }
    return run.done().minimalCompletionStage();
  }

  private boolean tick(DrainRun run) {
    boolean isOver = run.done().isDone() || run.tick();
    if (isOver) {
      end(run);
      run.release();
    }
    return isOver;
  }

  /** {@code DRAINING} to {@code DRAINED}, or {@code REBALANCING} to {@code IDLE}. */
  private void end(DrainRun run) {
    Status now = status;
    DrainState end = run.isOfAll() ? DrainState.DRAINED : DrainState.IDLE;
    // If it is not the present run any more, the call that replaced it has ended it.
    if (now.run() == run && now.state().mayBecome(end) && move(now, end, run)) {
      run.end(end);
      LOG.say(Level.INFO, "{0}: {1}", end, run.report(end).figures());
    }
  }

  private void cancelRun(DrainRun run) {
    run.cancel();
    run.end(DrainState.IDLE);
    LOG.say(Level.INFO, "Cancelled: {0}", run.report(DrainState.IDLE).figures());
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }

  /** Returns false if the status has changed meanwhile. */
  private synchronized boolean move(Status from, DrainState to, DrainRun run) {
    if (!status.equals(from)) {
      return false;
    }
    if (!from.state().mayBecome(to)) {
      throw new IllegalStateException("no transition from " + from.state() + " to " + to);
    }
    status = new Status(to, run);
    return true;
  }
}
