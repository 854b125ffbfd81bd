package io.heartwire.warmup;

import io.heartwire.time.TimeSource;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Decides when it is enough: when the time is over, or when the JVM has no more to compile. Safe
 * for use by any thread.
 *
 * <p>How fast a round of handshakes was does not tell: the JVM compiles in bursts, and while it
 * does, the compiler takes what the handshakes gain.
 */
final class Progress {
  /** A method is compiled for good after some thousand calls, and each step has several. */
  static final int ROUND = 2_000;

  static final int MOST_HANDSHAKES = 200_000;

  /** The compiler waits for calls to be counted, so one quiet round says little. */
  static final int QUIET_ROUNDS = 3;

  /** The compiler is quiet with less than this part of a round; on two cores, 5 % of them. */
  private static final double QUIET = 0.1;

  private final TimeSource time;
  private final LongSupplier compiledMillis;
  private final long limitNanos;
  private long startedAt; // all below: guarded by this
  private long roundSince;
  private long compiledBefore;
  private int handshakes;
  private int quietRounds;

  /**
   * @param compiledMillis how long the compiler has worked so far, in milliseconds
   */
  Progress(TimeSource time, Duration limit, LongSupplier compiledMillis) {
    this.time = time;
    this.limitNanos = limit.toNanos();
    this.compiledMillis = compiledMillis;
    begin();
  }

  /** The time counts from now on. */
  synchronized void begin() {
    startedAt = time.nanos();
    beginRound(startedAt, compiledMillis.getAsLong());
  }

  /** One more client has come and gone. */
  synchronized void handshake() {
    handshakes++;
    if (handshakes % ROUND == 0) {
      long now = time.nanos();
      long compiled = compiledMillis.getAsLong();
      double share = (compiled - compiledBefore) * 1e6 / Math.max(1, now - roundSince);
      quietRounds = share < QUIET ? quietRounds + 1 : 0;
      beginRound(now, compiled);
    }
  }

  synchronized boolean isEnough() {
    return time.nanos() - startedAt >= limitNanos
        || handshakes >= MOST_HANDSHAKES
        || quietRounds >= QUIET_ROUNDS;
  }

  /** Since the begin. */
  synchronized Duration took() {
    return Duration.ofNanos(time.nanos() - startedAt);
  }

  synchronized int handshakes() {
    return handshakes;
  }

  private synchronized void beginRound(long now, long compiled) {
    roundSince = now;
    compiledBefore = compiled;
  }
}
