package io.heartwire.limit;

import io.heartwire.config.Settings;
import java.time.Duration;

/**
 * The rate and the burst of a token bucket.
 *
 * @param perSecond the tokens that it gains per second; 0 = no limit
 * @param burst the tokens that it holds when full, which may be taken at once
 */
public record RateLimit(int perSecond, int burst) {
  public static final RateLimit NONE = new RateLimit(0, 1);

  private static final int MOST = 1 << 30;

  public RateLimit {
    if (perSecond < 0 || burst < 1) {
      throw new IllegalArgumentException(
          "the rate must be 0 or more and the burst 1 or more, was " + perSecond + " and " + burst);
    }
  }

  /** Reads {@code <what>-per-second} and {@code <what>-burst}. */
  public static RateLimit read(Settings settings, String what) {
    return new RateLimit(
        settings.number(what + "-per-second", 0, MOST), settings.number(what + "-burst", 1, MOST));
  }

  public boolean isUnlimited() {
    return perSecond == 0;
  }

  /** The time until an empty bucket is full again and so equals a new one. */
  public Duration timeToFill() {
    return Duration.ofSeconds(burst).dividedBy(Math.max(1, perSecond));
  }
}
