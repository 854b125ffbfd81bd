package io.heartwire.drain;

import io.heartwire.connection.ConnectionRegistry;
import io.heartwire.time.TimeSource;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;

/**
 * Sees clients off, one going at a time: whoever asks for one while it is under way joins it.
 *
 * <p>Safe for use by any thread; nothing blocks, and stages are completed outside of any lock.
 */
@Singleton
public class Drain {
  private static final Announcer LOG = new Announcer(Drain.class);

  /**
   * The state and the going that it is about.
   *
   * @param departure the present or the last one, or null if there was none
   */
  private record Status(DrainState state, @Nullable Departure departure) {
    DrainReport report() {
      return departure == null ? DrainReport.NOTHING : departure.report(state);
    }
  }

  private final Tally overall = new Tally();
  private final ConnectionRegistry registry;
  private final Ticks ticks;
  private final TimeSource time;
  private volatile Status status = new Status(DrainState.IDLE, null); // changed by move() only

  @Inject
  Drain(ConnectionRegistry registry, Ticks ticks, TimeSource time) {
    this.registry = registry;
    this.ticks = ticks;
    this.time = time;
  }

  /**
   * {@code IDLE} or {@code REBALANCING} to {@code DRAINING}: from now on new clients are refused,
   * and those who are here are asked to go. Joins the drain that is under way, or that has ended
   * and not been cancelled since; its plan stays in force then.
   *
   * @return completed with the report when it has ended or was cancelled
   * @throws RejectedExecutionException if the application is stopping
   */
  public CompletionStage<DrainReport> start(DrainPlan plan) {
    while (true) {
      Status now = status;
      if (now.departure() != null && now.state().refusesClients()) {
        return now.departure().done().minimalCompletionStage();
      }
      Departure all = Departure.ofAll(plan, registry, time, overall);
      if (move(now, DrainState.DRAINING, all)) {
        if (now.departure() != null && now.state() == DrainState.REBALANCING) {
          giveUp(now.departure());
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
   * The same, over within this time at the latest, whoever started it.
   *
   * @throws RejectedExecutionException if the application is stopping
   */
  CompletionStage<DrainReport> startWithin(Duration limit, DrainPlan plan) {
    CompletionStage<DrainReport> done = start(plan.within(limit));
    Departure running = status.departure();
    if (running != null) {
      running.hasten(limit);
    }
    return done;
  }

  /**
   * {@code IDLE} to {@code REBALANCING}: some of those who are here are asked to go, at the pace of
   * the plan, which has no deadline here. Joins the one that is under way.
   *
   * @param percent of all clients, from 1 to 100
   * @return completed with the report when it has ended or was cancelled
   * @throws IllegalStateException while the gateway drains or is drained
   * @throws RejectedExecutionException if the application is stopping
   */
  public CompletionStage<DrainReport> rebalance(DrainPlan plan, int percent) {
    if (percent < 1 || percent > 100) {
      throw new IllegalArgumentException("percent must be from 1 to 100, was " + percent);
    }
    while (true) {
      Status now = status;
      if (now.state().refusesClients()) {
        throw new IllegalStateException("the gateway is " + now.state() + ", and everybody goes");
      }
      if (now.departure() != null && now.state() == DrainState.REBALANCING) {
        return now.departure().done().minimalCompletionStage();
      }
      Departure some = Departure.ofSome(plan, percent, registry, time, overall);
      if (move(now, DrainState.REBALANCING, some)) {
        LOG.say(
            Level.INFO,
            "Rebalancing: {0} % of {1} connections, {2} a second",
            percent,
            registry.counts().total(),
            plan.rate());
        return begin(some);
      }
    }
  }

  /**
   * Back to {@code IDLE}, from whatever is under way or has been drained: clients may come and stay
   * again. Those who have been asked to go already go.
   *
   * @return whether there was something to cancel
   */
  public boolean cancel() {
    while (true) {
      Status now = status;
      if (now.state() == DrainState.IDLE || now.departure() == null) {
        return false;
      }
      if (move(now, DrainState.IDLE, now.departure())) {
        if (now.state() == DrainState.DRAINED) {
          LOG.say(Level.INFO, "Taking clients in again");
        } else {
          giveUp(now.departure());
        }
        return true;
      }
    }
  }

  /** Whether anybody is being seen off now. */
  public boolean isUnderWay() {
    DrainState now = status.state();
    return now == DrainState.DRAINING || now == DrainState.REBALANCING;
  }

  /** Whether new clients are to be refused. */
  public boolean refusesClients() {
    return status.state().refusesClients();
  }

  /** How far the present going is, or how the last one went. */
  public DrainReport report() {
    return status.report();
  }

  /** How many connections ended so since the start, over all goings. */
  public int count(Outcome outcome) {
    return overall.of(outcome);
  }

  private CompletionStage<DrainReport> begin(Departure departure) {
    try {
      ticks.untilOver(() -> tick(departure));
    } catch (RejectedExecutionException stopping) {
      cancel();
      throw stopping;
    }
    return departure.done().minimalCompletionStage();
  }

  private boolean tick(Departure departure) {
    boolean isOver = departure.done().isDone() || departure.tick();
    if (isOver) {
      end(departure);
    }
    return isOver;
  }

  /** {@code DRAINING} to {@code DRAINED}, or {@code REBALANCING} to {@code IDLE}. */
  private void end(Departure departure) {
    Status now = status;
    DrainState end = departure.isOfAll() ? DrainState.DRAINED : DrainState.IDLE;
    // If it is not the present one any more, whoever replaced it has ended it.
    if (now.departure() == departure && now.state().mayBecome(end) && move(now, end, departure)) {
      departure.end(end);
      LOG.say(Level.INFO, "{0}: {1}", end, departure.report(end).figures());
    }
  }

  private void giveUp(Departure departure) {
    departure.cancel();
    departure.end(DrainState.IDLE);
    LOG.say(Level.INFO, "Cancelled: {0}", departure.report(DrainState.IDLE).figures());
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }

  /** False if it is another status by now. */
  private synchronized boolean move(Status from, DrainState to, Departure departure) {
    if (!status.equals(from)) {
      return false;
    }
    if (!from.state().mayBecome(to)) {
      throw new IllegalStateException("no transition from " + from.state() + " to " + to);
    }
    status = new Status(to, departure);
    return true;
  }
}
