package io.heartwire.heartbeat;

import io.heartwire.connection.LivenessFacts;
import io.heartwire.time.TimeSource;

/**
 * The judgement of one sweep: a pure function of a connection's facts, the time and the policy.
 *
 * <p>Ages count from the later of their start and {@code resumedAt}, when the process last resumed
 * after a pause: a process that did not run could not hear a client. Idle time, which is long,
 * counts through a pause, but is judged no sooner than a full timeout after it: otherwise
 * occasional pauses would keep idle clients for ever. A pause does not put off pings either: a ping
 * harms nobody, and if all silences counted from the same moment, all clients would be pinged at
 * once, from then on in every interval.
 */
final class HeartbeatSweep {
  /**
   * Added to the write timeout, so that the container's own send timeout, which has a precision of
   * one second, comes first. It leaves a session that can be closed at once; closing one with a
   * write under way takes seconds.
   */
  static final long WRITE_GRACE_NANOS = 2_000_000_000L;

  /** Longer than the container waits for a peer's close frame, which is about 5.5 s. */
  static final long CLOSING_NANOS = 15_000_000_000L;

  private final long now;
  private final long resumedAt;
  private final long interval;
  private final long timeout;
  private final int maxMissed;
  private final long pendingTimeout;
  private final long idleTimeout;
  private final long maxLifetime;
  private final long writeTimeout;

  HeartbeatSweep(long now, long resumedAt, HeartbeatPolicy policy) {
    this.now = now;
    this.resumedAt = resumedAt;
    this.interval = policy.interval().toNanos();
    this.timeout = policy.timeout().toNanos();
    this.maxMissed = policy.maxMissed();
    this.pendingTimeout = policy.pendingTimeout().toNanos();
    this.idleTimeout = policy.idleTimeout().toNanos();
    this.maxLifetime = policy.maxLifetime().toNanos();
    this.writeTimeout = policy.writeTimeout().toNanos() + WRITE_GRACE_NANOS;
  }

  Verdict judge(LivenessFacts facts) {
    return switch (facts.state()) {
      case PENDING -> since(facts.openedAt()) >= pendingTimeout ? Verdict.NOT_READY : Verdict.FINE;
      case LIVE, STALE -> judgeOpen(facts, true);
      case CLOSING -> isOver(facts.closingSince(), CLOSING_NANOS) ? Verdict.ABANDON : Verdict.FINE;
      case CLOSED -> Verdict.FINE;
    };
  }

  /** Judges an open connection without regard to its age: never returns {@link Verdict#RETIRE}. */
  Verdict judgeIgnoringAge(LivenessFacts facts) {
    return facts.state().isOpen() ? judgeOpen(facts, false) : Verdict.FINE;
  }

  private Verdict judgeOpen(LivenessFacts facts, boolean mayBeOld) {
    if (isOver(facts.writingSince(), writeTimeout)) {
      return Verdict.SLOW;
    }
    if (isIdle(facts)) {
      return Verdict.IDLE;
    }
    if (mayBeOld && isOld(facts)) {
      return Verdict.RETIRE;
    }
    if (isQuiet(facts)) {
      return Verdict.FINE;
    }
    long awaitingSince = facts.awaitingSince();
    boolean unanswered =
        awaitingSince != LivenessFacts.NEVER && facts.lastHeardAt() - awaitingSince < 0;
    if (unanswered && isOverdue(facts, awaitingSince)) {
      return facts.missed() + 1 >= maxMissed ? Verdict.DEAD : Verdict.MISSED;
    }
    return isDue(facts, unanswered) ? Verdict.PING : Verdict.FINE;
  }

  /**
   * A cheap check that holds for nearly all connections in nearly every sweep: heard too recently
   * for a pong to be overdue, and no ping due.
   */
  private boolean isQuiet(LivenessFacts facts) {
    return since(facts.lastHeardAt()) < timeout && !isDue(facts, false);
  }

  private boolean isDue(LivenessFacts facts, boolean unanswered) {
    long every = facts.pingEvery();
    if (every != LivenessFacts.NEVER) {
      // The peer expects a ping by now, whatever it has sent and however many pongs it owes.
      long lastPingAt = facts.lastPingAt();
      long before = lastPingAt == LivenessFacts.NEVER ? facts.openedAt() : lastPingAt;
      return now - before >= (long) (every * facts.pingPhase());
    }
    long silence = facts.silentAfter();
    if (silence != LivenessFacts.NEVER && silence < interval) {
      return !unanswered && now - facts.lastHeardAt() >= silence;
    }
    return !unanswered && now - facts.lastHeardAt() >= (long) (interval * facts.pingPhase());
  }

  private boolean isOverdue(LivenessFacts facts, long awaitingSince) {
    long missedAt = facts.missedAt();
    long askedAt =
        missedAt == LivenessFacts.NEVER ? awaitingSince : TimeSource.later(awaitingSince, missedAt);
    return since(askedAt) >= timeout;
  }

  private boolean isIdle(LivenessFacts facts) {
    return idleTimeout > 0
        && now - facts.lastMessageAt() >= idleTimeout
        && now - resumedAt >= timeout;
  }

  private boolean isOld(LivenessFacts facts) {
    return maxLifetime > 0
        && now - facts.openedAt() >= Retirements.lifetime(maxLifetime, facts.lifetimePhase());
  }

  private boolean isOver(long start, long limit) {
    return start != LivenessFacts.NEVER && since(start) >= limit;
  }

  private long since(long start) {
    return now - TimeSource.later(start, resumedAt);
  }
}
