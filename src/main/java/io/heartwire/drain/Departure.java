package io.heartwire.drain;

import io.heartwire.connection.Connection;
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
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;

/**
 * One going, of all clients or of some, from its begin to its report.
 *
 * <p>Implementation notes. {@link #tick} is called by one thread at a time and does all the work;
 * fields without another word are its own. Nobody waits for a client: those that were asked to go
 * are looked at again with every tick until they have gone. A connection that has ended tells by
 * its count of dropped messages whether something was still waiting for it.
 */
final class Departure {
  private static final Announcer LOG = new Announcer(Departure.class);

  /** After the deadline, for close frames that are on their way. */
  static final Duration LAST_WORDS = Duration.ofMillis(1500);

  private static final int ALL = 100;

  /**
   * A connection that has been told.
   *
   * @param dropped messages given up before it was told
   * @param isCut whether it was told at the deadline only
   */
  private record Told(Connection connection, long dropped, boolean isCut) {}

  private final Farewell farewell;
  private final DrainPlan plan;
  private final int percent;
  private final ConnectionRegistry registry;
  private final TimeSource time;
  private final List<Tally> tallies;
  private final Tally tally = new Tally();
  private final LogThrottle log;
  private final CompletableFuture<DrainReport> done = new CompletableFuture<>();
  private final long startedAt;

  private final Deque<DrainOrder.Place> waiting = new ArrayDeque<>();
  private final Set<Connection> seen = new HashSet<>();
  private final List<Told> told = new ArrayList<>();
  private @Nullable Pace pace; // there is none before the first close
  private Duration advice = Duration.ZERO;
  private boolean isCut;

  private volatile long firstCloseAt; // all volatile: written by anybody who is in a hurry
  private volatile long deadlineAt;
  private volatile int planned; // as the next, written by ticks and read by reports
  private volatile boolean begun;
  private volatile boolean cancelled;
  private volatile @Nullable Duration took;

  private Departure(
      Farewell farewell,
      DrainPlan plan,
      int percent,
      ConnectionRegistry registry,
      TimeSource time,
      Tally overall) {
    this.farewell = farewell;
    this.plan = plan;
    this.percent = percent;
    this.registry = registry;
    this.time = time;
    this.tallies = List.of(tally, overall);
    this.log = new LogThrottle(time);
    this.startedAt = time.nanos();
    this.firstCloseAt = startedAt + plan.delay().toNanos();
    this.deadlineAt = startedAt + plan.deadline().toNanos();
  }

  /** Everybody goes, and the deadline ends it. */
  static Departure ofAll(
      DrainPlan plan, ConnectionRegistry registry, TimeSource time, Tally overall) {
    return new Departure(Farewell.SHUTDOWN, plan, ALL, registry, time, overall);
  }

  /** Some go, and however long that takes: nobody is cut off. */
  static Departure ofSome(
      DrainPlan plan, int percent, ConnectionRegistry registry, TimeSource time, Tally overall) {
    return new Departure(Farewell.REBALANCE, plan.withoutDelay(), percent, registry, time, overall);
  }

  boolean isOfAll() {
    return farewell == Farewell.SHUTDOWN;
  }

  /** Completed once it is over, with the report. */
  CompletableFuture<DrainReport> done() {
    return done;
  }

  /** Nobody is asked any more; those who were go. */
  void cancel() {
    cancelled = true;
  }

  /** From now on it may take so long at the most. */
  void hasten(Duration limit) {
    long now = time.nanos();
    firstCloseAt = earlier(firstCloseAt, now + limit.toNanos() / 2);
    deadlineAt = earlier(deadlineAt, now + limit.toNanos());
  }

  /** Goes on; true once there is nothing more to do. */
  boolean tick() {
    long now = time.nanos();
    if (cancelled || (isOfAll() && registry.counts().total() == 0 && told.isEmpty())) {
      return true;
    }
    if (now - firstCloseAt < 0) {
      return false;
    }
    Pace running = pace == null ? begin() : pace;
    settle();
    if (isOfAll() && now - deadlineAt >= 0) {
      return isAfterCut(now);
    }
    askThoseDue(running, now);
    if (isOfAll() && waiting.isEmpty()) {
      queue(newcomers());
    }
    return waiting.isEmpty() && told.isEmpty();
  }

  /** Ends it: what is not known yet is counted as it is now. Called once. */
  void end(DrainState state) {
    if (!cancelled) {
      told.forEach(each -> count(outcomeOf(each)));
      told.clear();
    }
    took = Duration.ofNanos(time.nanos() - startedAt);
    done.complete(report(state));
  }

  DrainReport report(DrainState state) {
    Duration known = took;
    int moved = tally.of(Outcome.MOVED);
    int lost = tally.of(Outcome.LOST);
    int cut = tally.of(Outcome.CUT);
    int left = tally.of(Outcome.LEFT);
    int all = begun ? planned : share(registry.counts().total());
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

  private Pace begin() {
    List<DrainOrder.Place> those = newcomers();
    int count = share(those.size());
    queue(those.subList(0, count));
    begun = true;
    Duration needed = Pace.lengthOf(count, plan.rate());
    Duration given = Duration.ofNanos(deadlineAt - firstCloseAt);
    boolean isTooShort = isOfAll() && needed.compareTo(given) > 0;
    advice = plan.reconnectWithin();
    if (advice.isZero()) {
      advice = isTooShort ? given : needed;
    }
    if (isTooShort) {
      LOG.say(
          Level.WARNING,
          "{0} connections need {1} s at heartwire.drain.rate={2}, and there are {3} s: the rest"
              + " will be cut off then. Raise heartwire.drain.rate or heartwire.drain.deadline",
          count,
          needed.toSeconds(),
          plan.rate(),
          given.toSeconds());
    }
    Pace first = new Pace(plan.rate(), time.nanos());
    pace = first;
    return first;
  }

  private int share(int connections) {
    return (int) Math.ceil(connections * (percent / (double) ALL));
  }

  /** Those that have not been seen yet, in their order. */
  private List<DrainOrder.Place> newcomers() {
    List<DrainOrder.Place> found = new ArrayList<>();
    registry.forEach(
        connection -> {
          if (mayBeAsked(connection) && !seen.contains(connection)) {
            found.add(plan.order().place(connection));
          }
        });
    found.sort(DrainOrder.Place.FIRST_COME);
    return found;
  }

  private void queue(List<DrainOrder.Place> places) {
    places.forEach(place -> seen.add(place.connection()));
    waiting.addAll(places);
    planned = seen.size();
  }

  private void askThoseDue(Pace running, long now) {
    while (!waiting.isEmpty()) {
      Connection next = waiting.element().connection();
      if (!mayBeAsked(next)) {
        count(Outcome.LEFT);
      } else if (running.takes(now)) {
        tell(next, false, advice);
      } else {
        return;
      }
      waiting.remove();
    }
  }

  private void tell(Connection connection, boolean atDeadline, Duration within) {
    told.add(new Told(connection, connection.snapshot().dropped(), atDeadline));
    try {
      if (atDeadline) {
        connection.close(farewell.to(connection, within));
      } else {
        connection.closeWhenSent(farewell.to(connection, within));
      }
    } catch (RuntimeException failure) { // one that escapes would keep all others from going
      if (log.permits()) {
        LOG.failed("Could not close " + connection, failure);
      }
    }
  }

  private void settle() {
    Iterator<Told> each = told.iterator();
    while (each.hasNext()) {
      Told next = each.next();
      if (next.connection().state() == ConnectionState.CLOSED) {
        each.remove();
        count(outcomeOf(next));
      }
    }
  }

  /** Closes what is left, once; true when their last words have had their time. */
  private boolean isAfterCut(long now) {
    if (!isCut) {
      isCut = true;
      List<Told> unsent = List.copyOf(told);
      Duration paced = Pace.lengthOf(waiting.size() + unsent.size(), plan.rate());
      Duration within = paced.compareTo(advice) > 0 ? paced : advice;
      unsent.forEach(each -> each.connection().close(farewell.to(each.connection(), within)));
      queue(newcomers());
      while (!waiting.isEmpty()) {
        Connection next = waiting.remove().connection();
        if (mayBeAsked(next)) {
          tell(next, true, within);
        } else {
          count(Outcome.LEFT);
        }
      }
      settle();
    }
    return told.isEmpty() || now - deadlineAt >= LAST_WORDS.toNanos();
  }

  private void count(Outcome outcome) {
    tallies.forEach(each -> each.count(outcome));
  }

  private static Outcome outcomeOf(Told told) {
    if (told.isCut()) {
      return Outcome.CUT;
    }
    boolean isWhole = told.connection().snapshot().dropped() == told.dropped();
    return isWhole ? Outcome.MOVED : Outcome.LOST;
  }

  private static boolean mayBeAsked(Connection connection) {
    ConnectionState state = connection.state();
    return state.isOpen() || state == ConnectionState.PENDING;
  }

  private static long earlier(long a, long b) {
    return a - b < 0 ? a : b;
  }
}
