package io.heartwire.broker.redis;

import io.heartwire.time.TimeSource;
import java.time.Duration;

/**
 * What a node has heard of one server: on the connection of deliveries, and as the answer to its
 * beats. A node that stood still itself blames nobody. Safe for use by any thread.
 */
final class SignsOfLife {
  private static final long DEAF_NANOS = Duration.ofMillis(1_200).toNanos();
  private static final long LATE_NANOS = Duration.ofSeconds(1).toNanos();

  private final TimeSource time;
  private volatile long heardAt;
  private volatile long answeredAt;
  private volatile long beatAt;

  SignsOfLife(TimeSource time) {
    this.time = time;
    begin();
  }

  /** Nothing is missing as of now. */
  void begin() {
    answeredAt = time.nanos();
    heardAt = time.nanos();
  }

  /** To be called before each beat, twice a second. */
  void beat() {
    long now = time.nanos();
    if (now - beatAt > LATE_NANOS) {
      begin();
    }
    beatAt = now;
  }

  /** Something was delivered, the own beat or anything else: that may wait behind many messages. */
  void heard() {
    heardAt = time.nanos();
  }

  /** A command was answered. */
  void answered() {
    answeredAt = time.nanos();
  }

  /** Whether nothing was delivered for too long. */
  boolean isDeaf() {
    return time.nanos() - heardAt > DEAF_NANOS;
  }

  /** Whether nothing was answered for too long. */
  boolean isSilent() {
    return time.nanos() - answeredAt > DEAF_NANOS;
  }
}
