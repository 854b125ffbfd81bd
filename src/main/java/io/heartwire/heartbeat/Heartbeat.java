package io.heartwire.heartbeat;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionRegistry;
import io.heartwire.connection.OutboxPool;
import io.heartwire.time.LogThrottle;
import io.heartwire.time.TimeSource;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The sweep over the pool: reads the time once, detects its own lateness first, and executes a
 * verdict on every connection.
 *
 * <p>{@link #sweep()} is called by one thread at a time; the figures may be read by any.
 */
@Singleton
public class Heartbeat {
  private static final Logger LOG = Logger.getLogger(Heartbeat.class.getName());

  /** Liveness is DOWN when no sweep has completed for so many intervals. */
  private static final int TOLERATED_INTERVALS = 10;

  private final ConnectionRegistry registry;
  private final OutboxPool outboxes;
  private final Provider<HeartbeatPolicy> policies;
  private final SweepListener listener;
  private final TimeSource time;
  private final Duration sweepInterval;
  private final LogThrottle failureLog;
  private final PingBudget budget = new PingBudget(); // used by the sweeping thread only
  private final Retirements retirements = new Retirements(); // used by the sweeping thread only

  // Written by the sweeping thread only.
  private volatile SweepReport last;
  private volatile long lateSweeps;
  private volatile long pings;
  private volatile long pingsPutOff;
  private volatile long sweeps;
  private volatile Duration longest = Duration.ZERO;
  private volatile long completedAt;
  private long resumedAt;

  @Inject
  public Heartbeat(
      ConnectionRegistry registry,
      OutboxPool outboxes,
      Provider<HeartbeatPolicy> policies,
      SweepListener listener,
      TimeSource time) {
    this.registry = registry;
    this.outboxes = outboxes;
    this.policies = policies;
    this.listener = listener;
    this.time = time;
    this.sweepInterval = policies.get().sweepInterval();
    this.failureLog = new LogThrottle(time);
    this.resumedAt = time.nanos();
    this.completedAt = resumedAt;
    this.last = new SweepReport(resumedAt, Duration.ZERO, false, 0, 0, 0, 0, 0, 0);
  }

  /** Visits all connections once. A failure on one of them is counted and logged, not thrown. */
  public SweepReport sweep() {
    long now = time.nanos();
    boolean late = now - last.startedAt() >= 2 * sweepInterval.toNanos();
    if (late) {
      resumedAt = now;
      countLate(now);
    }
    HeartbeatPolicy policy = policies.get();
    budget.renew(sweepInterval, policy.interval());
    retirements.renew(sweepInterval, policy.maxLifetime());
    Walk walk = new Walk(new HeartbeatSweep(now, resumedAt, policy));
    registry.forEach(walk::visit);
    outboxes.detectLeaks();
    long end = time.nanos();
    SweepReport report = walk.report(now, Duration.ofNanos(end - now), late);
    count(report);
    last = report;
    completedAt = end;
    listener.swept(end - now);
    return report;
  }

  public Duration sweepInterval() {
    return sweepInterval;
  }

  /** The report of the last sweep. */
  public SweepReport lastReport() {
    return last;
  }

  /** The number of sweeps since the start. */
  public long sweeps() {
    return sweeps;
  }

  /** How long the longest of them took. */
  public Duration longest() {
    return longest;
  }

  /** The number of sweeps that began at least one interval late. */
  public long lateSweeps() {
    return lateSweeps;
  }

  /** The number of pings that sweeps have requested since the start. */
  public long pings() {
    return pings;
  }

  /** The number of due pings that were left to the next sweep, since the start. */
  public long pingsPutOff() {
    return pingsPutOff;
  }

  /** The time since the last sweep completed. */
  public Duration lastSweepAge() {
    return Duration.ofNanos(time.nanos() - completedAt);
  }

  /** Returns whether sweeps complete; says nothing about clients. */
  public boolean isBeating() {
    return lastSweepAge().compareTo(sweepInterval.multipliedBy(TOLERATED_INTERVALS)) < 0;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // written by the sweeping thread only
  private void count(SweepReport report) {
    sweeps++;
    if (report.duration().compareTo(longest) > 0) {
      longest = report.duration();
    }
    pings += report.pinged();
    pingsPutOff += report.putOff();
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // written by the sweeping thread only
  private void countLate(long now) {
    lateSweeps++;
    LOG.log(
        Level.WARNING,
        "The sweep is {0} ms late: pause of the process or starved of CPU."
            + " No connection is judged before it has had a full timeout to answer.",
        (now - last.startedAt() - sweepInterval.toNanos()) / 1_000_000);
  }

  /** Executes the verdicts of one sweep and counts them. */
  private final class Walk {
    private final HeartbeatSweep sweep;
    private int judged;
    private int pinged;
    private int putOff;
    private int missed;
    private int closed;
    private int failed;

    Walk(HeartbeatSweep sweep) {
      this.sweep = sweep;
    }

    void visit(Connection connection) {
      judged++;
      budget.expect(connection.liveness());
      retirements.expect();
      try {
        carryOut(sweep.judge(connection.liveness()), connection);
      } catch (RuntimeException failure) {
        failed++;
        if (failureLog.permits()) {
          LOG.log(Level.WARNING, failure, () -> "Could not execute a verdict on " + connection);
        }
      }
    }

    SweepReport report(long startedAt, Duration duration, boolean late) {
      return new SweepReport(
          startedAt, duration, late, judged, pinged, putOff, missed, closed, failed);
    }

    private void carryOut(Verdict verdict, Connection connection) {
      switch (verdict) {
        case FINE -> {}
        case PING -> pingIfBudgetPermits(connection);
        case MISSED -> {
          missed++;
          connection.missedPing();
          ask(connection);
        }
        case DEAD -> close(connection, CloseReason.NO_PONG);
        case IDLE -> close(connection, CloseReason.IDLE);
        case RETIRE -> retireIfBudgetPermits(connection);
        case SLOW -> close(connection, CloseReason.SLOW);
        case NOT_READY -> close(connection, CloseReason.NOT_READY);
        case ABANDON -> {
          if (connection.ended(CloseReason.VANISHED)) {
            closed++;
          }
        }
      }
    }

    /** Pings if the budget permits; otherwise the ping is still due in the next sweep. */
    private void pingIfBudgetPermits(Connection connection) {
      if (!budget.isSpent()) {
        ask(connection);
      } else {
        putOff++;
      }
    }

    private void ask(Connection connection) {
      if (connection.ping()) {
        pinged++;
        budget.spend();
      }
    }

    /**
     * Closes an old connection if the budget permits; otherwise a later sweep does. Until then, and
     * until its waiting messages are written, it is judged like any other connection.
     */
    private void retireIfBudgetPermits(Connection connection) {
      if (connection.isLeaving() || !retirements.spend()) {
        carryOut(sweep.judgeIgnoringAge(connection.liveness()), connection);
        return;
      }
      connection.closeWhenSent(CloseReason.FORCE_RECONNECT);
      closed++;
    }

    private void close(Connection connection, CloseReason reason) {
      if (connection.close(reason)) {
        closed++;
      }
    }
  }
}
