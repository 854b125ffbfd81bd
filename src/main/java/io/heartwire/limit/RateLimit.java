package io.heartwire.limit;

import io.heartwire.config.Settings;
import java.time.Duration;

/**
 * The measures of a token bucket.
 *
 * @param perSecond what it gains a second; 0 = there is no limit
 * @param burst what it holds, so what may be taken at once after a rest
 */
public record RateLimit(int perSecond, int burst) {
  public static final RateLimit NONE = new RateLimit(0, 1);

  private static final int MOST = 1 << 30;

  public RateLimit {
    if (perSecond < 0 || burst < 1) {
      throw new IllegalArgumentException(
          "a rate is 0 or more and a burst 1 or more, was " + perSecond + " and " + burst);
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

  /** How long until a bucket that was emptied is full again: then it is as good as a new one. */
  public Duration timeToFill() {
    return Duration.ofSeconds(burst).dividedBy(Math.max(1, perSecond));
  }
}
