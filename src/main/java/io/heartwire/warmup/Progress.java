package io.heartwire.warmup;

import io.heartwire.time.TimeSource;
import java.time.Duration;

/**
 * Decides when it is enough: when the time is over, or when a round of handshakes has not become
 * faster for a while. Safe for use by any thread.
 *
 * <p>The JVM compiles in bursts: a round that is no faster says little, so several in a row have to
 * agree, and none counts before the compiler has had its say at all.
 */
final class Progress {
  static final int ROUND = 500;

  /** A method is compiled for good after some thousand calls, and each step has several. */
  static final int LEAST_HANDSHAKES = 6_000;

  static final int MOST_HANDSHAKES = 50_000;
  static final int ROUNDS_WITHOUT_GAIN = 5;

  /** Less than this is noise. */
  private static final double GAIN = 0.95;

  private final TimeSource time;
  private final long limitNanos;
  private long startedAt; // all below: guarded by this
  private long roundSince;
  private int handshakes;
  private long bestRound = Long.MAX_VALUE;
  private int withoutGain;

  Progress(TimeSource time, Duration limit) {
    this.time = time;
    this.limitNanos = limit.toNanos();
    this.startedAt = time.nanos();
    this.roundSince = startedAt;
  }

  /** The time counts from now on. */
  synchronized void begin() {
    startedAt = time.nanos();
    roundSince = startedAt;
  }

  /** One more client has come and gone. */
  synchronized void handshake() {
    handshakes++;
    if (handshakes % ROUND == 0) {
      long now = time.nanos();
      judge(now - roundSince);
      roundSince = now;
    }
  }

  synchronized boolean isEnough() {
    return time.nanos() - startedAt >= limitNanos
        || handshakes >= MOST_HANDSHAKES
        || (handshakes >= LEAST_HANDSHAKES && withoutGain >= ROUNDS_WITHOUT_GAIN);
  }

  /** Since the begin. */
  synchronized Duration took() {
    return Duration.ofNanos(time.nanos() - startedAt);
  }

  synchronized int handshakes() {
    return handshakes;
  }

  private void judge(long round) {
    if (bestRound == Long.MAX_VALUE || round < bestRound * GAIN) {
      bestRound = round;
      withoutGain = 0;
    } else {
      withoutGain++;
    }
  }
}
