package io.heartwire.drain;

import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionId;
import io.heartwire.connection.ConnectionRegistry;
import io.heartwire.connection.ConnectionState;
import io.heartwire.time.LogThrottle;
import io.heartwire.time.TimeSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntUnaryOperator;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;

/**
 * One drain of all clients, or one rebalance of some, from its start to its report.
 *
 * <p>Implementation notes. {@link #tick} is called by one thread at a time and does all the work;
 * fields without a comment are used by it only. No thread waits for a client: each tick checks
 * which of the closing connections have ended. If such a connection has dropped messages meanwhile,
 * some were still waiting for it.
 */
final class DrainRun {
  private static final ShutdownLog LOG = new ShutdownLog(DrainRun.class);

  /** The time after the deadline for close frames to be written. */
  static final Duration CLOSING_TIME = Duration.ofMillis(1500);

  /**
   * A connection that has been closing to close.
   *
   * @param dropped messages dropped before it was closing
   * @param isCut whether it was closing at the deadline
   */
  private record Closing(Connection connection, long dropped, boolean isCut) {}

  private final DrainCloseReason reason;
  private final DrainPlan plan;
  private final IntUnaryOperator share;
  private final ConnectionRegistry registry;
  private final TimeSource time;
  private final List<DrainTally> tallies;
  private final DrainTally tally = new DrainTally();
  private final LogThrottle log;
  private final CompletableFuture<DrainReport> done = new CompletableFuture<>();
  private final long startedAt;

  private final Deque<DrainOrder.Keyed> waiting = new ArrayDeque<>();
  private final Set<ConnectionId> seen = new HashSet<>();
  private final List<Closing> closing = new ArrayList<>();
  private @Nullable DrainRate rate; // there is none before the first close
  private Duration advice = Duration.ZERO;
  private boolean isCut;

  private volatile long firstCloseAt; // this and the next: also written by shorten(), by any thread
  private volatile long deadlineAt;
  private volatile int planned; // this and the next: written by ticks, read by reports
  private volatile boolean begun;
  private volatile boolean cancelled;
  private volatile @Nullable Duration took;

  private DrainRun(
      DrainCloseReason reason,
      DrainPlan plan,
      IntUnaryOperator share,
      ConnectionRegistry registry,
      TimeSource time,
      DrainTally overall) {
    this.reason = reason;
    this.plan = plan;
    this.share = share;
    this.registry = registry;
    this.time = time;
    this.tallies = List.of(tally, overall);
    this.log = new LogThrottle(time);
    this.startedAt = time.nanos();
    this.firstCloseAt = startedAt + plan.delay().toNanos();
    this.deadlineAt = startedAt + plan.deadline().toNanos();
  }

  /** A run of all connections, which the deadline ends. */
  static DrainRun ofAll(
      DrainPlan plan, ConnectionRegistry registry, TimeSource time, DrainTally overall) {
    return new DrainRun(DrainCloseReason.SHUTDOWN, plan, all -> all, registry, time, overall);
  }

  /**
   * A run of some connections, without a deadline.
   *
   * @param share how many of so many connections are closed
   */
  static DrainRun ofSome(
      DrainPlan plan,
      IntUnaryOperator share,
      ConnectionRegistry registry,
      TimeSource time,
      DrainTally overall) {
    return new DrainRun(
        DrainCloseReason.REBALANCE, plan.withoutDelay(), share, registry, time, overall);
  }

  boolean isOfAll() {
    return reason == DrainCloseReason.SHUTDOWN;
  }

  /** Completes with the report when the run is over. */
  CompletableFuture<DrainReport> done() {
    return done;
  }

  /** Closes no more connections. Those that are closing end all the same. */
  void cancel() {
    cancelled = true;
  }

  /** Limits the time that is left. Safe for use by any thread. */
  void shorten(Duration limit) {
    long now = time.nanos();
    firstCloseAt = earlier(firstCloseAt, now + limit.toNanos() / 2);
    deadlineAt = earlier(deadlineAt, now + limit.toNanos());
  }

  /** Closes the connections that are due; returns true once there is nothing more to do. */
  boolean tick() {
    long now = time.nanos();
    if (cancelled || (isOfAll() && registry.counts().total() == 0 && closing.isEmpty())) {
      return true;
    }
    if (now - firstCloseAt < 0) {
      return false;
    }
    DrainRate running = rate == null ? begin() : rate;
    countEnded();
    if (isOfAll() && now - deadlineAt >= 0) {
      return isOverAfterCut(now);
    }
    closeDue(running, now);
    if (isOfAll() && waiting.isEmpty()) {
      queue(unseen());
    }
    return waiting.isEmpty() && closing.isEmpty();
  }

  /**
   * Ends the run, and counts connections that are still closing by their present state. Called
   * once.
   */
  void end(DrainState state) {
    if (!cancelled) {
      closing.forEach(each -> count(outcomeOf(each)));
      closing.clear();
    }
    took = Duration.ofNanos(time.nanos() - startedAt);
    done.complete(report(state));
  }

  /** Drops all references to connections; the report stays. Called by the ticking thread. */
  void release() {
    waiting.clear();
    seen.clear();
    closing.clear();
  }

  DrainReport report(DrainState state) {
    Duration known = took;
    int moved = tally.of(DrainOutcome.MOVED);
    int lost = tally.of(DrainOutcome.LOST);
    int cut = tally.of(DrainOutcome.CUT);
    int left = tally.of(DrainOutcome.LEFT);
    int all = begun ? planned : share.applyAsInt(registry.counts().total());
    return new DrainReport(
        state,
        cancelled,
        all,
        moved,
        lost,
        cut,
        left,
        Math.max(0, all - moved - lost - cut - left),
        known == null ? Duration.ofNanos(time.nanos() - startedAt) : known);
  }

  private DrainRate begin() {
    List<DrainOrder.Keyed> those = unseen();
    int count = share.applyAsInt(those.size());
    queue(those.subList(0, count));
    begun = true;
    Duration needed = DrainRate.lengthOf(count, plan.rate());
    Duration given = Duration.ofNanos(deadlineAt - firstCloseAt);
    boolean isTooShort = isOfAll() && needed.compareTo(given) > 0;
    advice = plan.reconnectWithin();
    if (advice.isZero()) {
      advice = isTooShort ? given : needed;
    }
    if (isTooShort) {
      LOG.say(
          Level.WARNING,
          "{0} connections need {1} s at heartwire.drain.rate={2}, but the deadline is in {3} s:"
              + " the rest will be cut off then. Raise heartwire.drain.rate or"
              + " heartwire.drain.deadline",
          count,
          needed.toSeconds(),
          plan.rate(),
          given.toSeconds());
    }
    DrainRate first = new DrainRate(plan.rate(), time.nanos());
    rate = first;
    return first;
  }

  /** Returns the connections that are not in this run yet, in order. */
  private List<DrainOrder.Keyed> unseen() {
    List<DrainOrder.Keyed> found = new ArrayList<>();
    registry.forEach(
        connection -> {
          if (isClosable(connection) && !seen.contains(connection.id())) {
            found.add(plan.order().keyed(connection));
          }
        });
    found.sort(DrainOrder.Keyed.FIRST_COME);
    return found;
  }

  private void queue(List<DrainOrder.Keyed> connections) {
    connections.forEach(each -> seen.add(each.connection().id()));
    waiting.addAll(connections);
    planned = seen.size();
  }

  private void closeDue(DrainRate running, long now) {
    while (!waiting.isEmpty()) {
      Connection next = waiting.element().connection();
      if (!isClosable(next)) {
        count(DrainOutcome.LEFT);
      } else if (running.takes(now)) {
        startClosing(next, false, advice);
      } else {
        return;
      }
      waiting.remove();
    }
  }

  private void startClosing(Connection connection, boolean atDeadline, Duration within) {
    closing.add(new Closing(connection, connection.snapshot().dropped(), atDeadline));
    if (atDeadline) {
      cut(connection, within);
    } else {
      guarded(connection, () -> connection.closeWhenSent(reason.to(connection, within)));
    }
  }

  private void cut(Connection connection, Duration within) {
    guarded(connection, () -> connection.close(reason.to(connection, within)));
  }

  /** An exception that escapes would keep all others from being closed. */
  private void guarded(Connection connection, Runnable close) {
    try {
      close.run();
    } catch (RuntimeException failure) {
      if (log.permits()) {
        LOG.failed("Could not close " + connection, failure);
      }
    }
  }

  private void countEnded() {
    Iterator<Closing> each = closing.iterator();
    while (each.hasNext()) {
      Closing next = each.next();
      if (next.connection().state() == ConnectionState.CLOSED) {
        each.remove();
        count(outcomeOf(next));
      }
    }
  }

  /**
   * Closes all that are left, once; returns true when they have ended or the time for their close
   * frames is over.
   */
  private boolean isOverAfterCut(long now) {
    if (!isCut) {
      isCut = true;
      List<Closing> unsent = List.copyOf(closing);
      Duration paced = DrainRate.lengthOf(waiting.size() + unsent.size(), plan.rate());
      Duration within = paced.compareTo(advice) > 0 ? paced : advice;
      unsent.forEach(each -> cut(each.connection(), within));
      queue(unseen());
      while (!waiting.isEmpty()) {
        Connection next = waiting.remove().connection();
        if (isClosable(next)) {
          startClosing(next, true, within);
        } else {
          count(DrainOutcome.LEFT);
        }
      }
      countEnded();
    }
    return closing.isEmpty() || now - deadlineAt >= CLOSING_TIME.toNanos();
  }

  private void count(DrainOutcome outcome) {
    tallies.forEach(each -> each.count(outcome));
  }

  private static DrainOutcome outcomeOf(Closing closing) {
    if (closing.isCut()) {
      return DrainOutcome.CUT;
    }
    boolean isWhole = closing.connection().snapshot().dropped() == closing.dropped();
    return isWhole ? DrainOutcome.MOVED : DrainOutcome.LOST;
  }

  private static boolean isClosable(Connection connection) {
    ConnectionState state = connection.state();
    return state.isOpen() || state == ConnectionState.PENDING;
  }

  private static long earlier(long a, long b) {
    return a - b < 0 ? a : b;
  }
}
