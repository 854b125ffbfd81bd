package io.heartwire.warmup;

import io.heartwire.time.TimeSource;
import java.time.Duration;

/**
 * Decides when the warm-up is over: when the time is, or when handshakes stop getting faster. Safe
 * for use by any thread.
 */
final class Progress {
  /** The JVM compiles in bursts, so shorter rounds would tell nothing. */
  static final Duration ROUND = Duration.ofSeconds(1);

  /** While the JVM compiles, the compiler may take what the handshakes gain. */
  static final int STEADY_ROUNDS = 3;

  /** A round is faster than all before by this at least, or it counts as steady. */
  private static final double GAIN = 1.05;

  private final TimeSource time;
  private final long limitNanos;
  private long startedAt; // all below: guarded by this
  private long tookNanos = -1; // once it has ended
  private long roundSince;
  private int handshakes;
  private int before; // the round
  private double best; // handshakes per nanosecond
  private int steadyRounds;

  Progress(TimeSource time, Duration limit) {
    this.time = time;
    this.limitNanos = limit.toNanos();
    begin();
  }

  /** The time counts from now on. */
  synchronized void begin() {
    startedAt = time.nanos();
    roundSince = startedAt;
  }

  /** One more client has come and gone. */
  synchronized void handshake() {
    handshakes++;
    long now = time.nanos();
    if (now - roundSince >= ROUND.toNanos()) {
      double rate = (handshakes - before) / (double) (now - roundSince);
      boolean isFaster = rate > best * GAIN;
      steadyRounds = isFaster ? 0 : steadyRounds + 1;
      best = Math.max(best, rate);
      roundSince = now;
      before = handshakes;
    }
  }

  synchronized boolean isEnough() {
    return time.nanos() - startedAt >= limitNanos || steadyRounds >= STEADY_ROUNDS;
  }

  /** The time counts no longer. */
  synchronized void end() {
    tookNanos = time.nanos() - startedAt;
  }

  /** From the begin to the end, or so far. */
  synchronized Duration took() {
    return Duration.ofNanos(tookNanos < 0 ? time.nanos() - startedAt : tookNanos);
  }

  synchronized int handshakes() {
    return handshakes;
  }
}
