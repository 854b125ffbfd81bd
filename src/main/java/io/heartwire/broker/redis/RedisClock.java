package io.heartwire.broker.redis;

import io.heartwire.time.TimeSource;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What Redis' clock says now, as this node estimates it: Redis is asked once a second, and of the
 * latest answers the one that came quickest counts. It is wrong by half of that round trip at the
 * most, and by what the clocks have drifted since. Safe for use by any thread.
 */
final class RedisClock {
  private static final int SAMPLES = 10;
  private static final long FRESH_NANOS = Duration.ofSeconds(30).toNanos();

  /**
   * An answer.
   *
   * @param offset of Redis' clock from this node's {@code TimeSource}, in nanoseconds
   */
  private record Sample(long at, long offset, long roundTrip) {}

  private final TimeSource time;
  private final @Nullable Sample[] samples = new Sample[SAMPLES]; // guarded by this
  private int next; // guarded by this
  private volatile @Nullable Sample best;

  RedisClock(TimeSource time) {
    this.time = time;
  }

  /**
   * Redis has answered now.
   *
   * @param askedAt {@code TimeSource} nanoseconds
   * @param micros of Redis' clock
   */
  synchronized void answered(long askedAt, long micros) {
    long now = time.nanos();
    long roundTrip = now - askedAt;
    samples[next] = new Sample(now, micros * 1_000 - (askedAt + roundTrip / 2), roundTrip);
    next = (next + 1) % SAMPLES;
    Sample quickest = null;
    for (Sample each : samples) {
      if (each != null && (quickest == null || each.roundTrip < quickest.roundTrip)) {
        quickest = each;
      }
    }
    best = quickest;
  }

  /** Another Redis may answer from now on. */
  synchronized void forget() {
    best = null;
    next = 0;
    Arrays.fill(samples, null);
  }

  /** Microseconds of Redis' clock; 0 if they are not known. */
  long micros() {
    Sample known = best;
    long now = time.nanos();
    return known == null || now - known.at > FRESH_NANOS ? 0 : (now + known.offset) / 1_000;
  }

  /**
   * Nanoseconds since a moment of Redis' clock, not below 0; -1 if they are not known.
   *
   * @param micros 0 = not known
   */
  long nanosSince(long micros) {
    long now = micros();
    return micros == 0 || now == 0 ? -1 : Math.max(0, (now - micros) * 1_000);
  }
}
