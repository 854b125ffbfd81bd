package io.heartwire.heartbeat;

import io.heartwire.connection.Pulse;
import io.heartwire.time.TimeSource;

/**
 * The judgement of one sweep: a pure function of a pulse, one moment and the policy.
 *
 * <p>Ages are counted from the later of their beginning and {@code resumedAt}, the moment at which
 * the process last came back from a pause: nobody is blamed for not having been heard by a process
 * that did not run. Idleness alone, which is counted in hours, is counted through, and judged no
 * sooner than a full timeout after a pause: else pauses now and then would keep idle clients for
 * ever. Nor does a pause put off any ping: that blames nobody, and counting all silences from the
 * same moment would have everybody asked at the same one, from then on for ever.
 */
final class HeartbeatSweep {
  /**
   * Longer than the container's own send timeout, which acts on a granularity of one second and
   * leaves a session that can be closed at once; closing one with a write under way takes seconds.
   */
  static final long WRITE_GRACE_NANOS = 2_000_000_000L;

  /** The container gives an unwilling peer about 5.5 s to say goodbye. */
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

  Verdict judge(Pulse pulse) {
    return switch (pulse.state()) {
      case PENDING -> since(pulse.openedAt()) >= pendingTimeout ? Verdict.NOT_READY : Verdict.FINE;
      case LIVE, STALE -> judgeOpen(pulse);
      case CLOSING -> isOver(pulse.closingSince(), CLOSING_NANOS) ? Verdict.ABANDON : Verdict.FINE;
      case CLOSED -> Verdict.FINE;
    };
  }

  private Verdict judgeOpen(Pulse pulse) {
    if (isOver(pulse.writingSince(), writeTimeout)) {
      return Verdict.SLOW;
    }
    if (isIdle(pulse)) {
      return Verdict.IDLE;
    }
    if (isOld(pulse)) {
      return Verdict.RETIRE;
    }
    if (isQuiet(pulse)) {
      return Verdict.FINE;
    }
    long awaitingSince = pulse.awaitingSince();
    boolean unanswered = awaitingSince != Pulse.NEVER && pulse.lastHeardAt() - awaitingSince < 0;
    if (unanswered && isOverdue(pulse, awaitingSince)) {
      return pulse.missed() + 1 >= maxMissed ? Verdict.DEAD : Verdict.MISSED;
    }
    return isDue(pulse, unanswered) ? Verdict.PING : Verdict.FINE;
  }

  /**
   * Nearly all connections in nearly every sweep, and told from what is cheap to read: heard too
   * recently for any answer to be overdue, and not to be asked yet.
   */
  private boolean isQuiet(Pulse pulse) {
    return since(pulse.lastHeardAt()) < timeout && !isDue(pulse, false);
  }

  private boolean isDue(Pulse pulse, boolean unanswered) {
    long every = pulse.pingEvery();
    if (every != Pulse.NEVER) {
      // The peer expects a ping by now, whatever was heard of it and however many it owes.
      long lastPingAt = pulse.lastPingAt();
      long before = lastPingAt == Pulse.NEVER ? pulse.openedAt() : lastPingAt;
      return now - before >= (long) (every * pulse.pingPhase());
    }
    return !unanswered && now - pulse.lastHeardAt() >= (long) (interval * pulse.pingPhase());
  }

  private boolean isOverdue(Pulse pulse, long awaitingSince) {
    long missedAt = pulse.missedAt();
    long askedAt =
        missedAt == Pulse.NEVER ? awaitingSince : TimeSource.later(awaitingSince, missedAt);
    return since(askedAt) >= timeout;
  }

  private boolean isIdle(Pulse pulse) {
    return idleTimeout > 0
        && now - pulse.lastMessageAt() >= idleTimeout
        && now - resumedAt >= timeout;
  }

  private boolean isOld(Pulse pulse) {
    return maxLifetime > 0
        && now - pulse.openedAt() >= Retirements.lifetime(maxLifetime, pulse.lifetimePhase());
  }

  private boolean isOver(long start, long limit) {
    return start != Pulse.NEVER && since(start) >= limit;
  }

  private long since(long start) {
    return now - TimeSource.later(start, resumedAt);
  }
}
