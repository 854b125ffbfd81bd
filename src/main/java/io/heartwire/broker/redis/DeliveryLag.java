package io.heartwire.broker.redis;

import io.heartwire.broker.LagListener;
import io.heartwire.time.TimeSource;
import java.util.List;

/**
 * How long messages are under way, by Redis' clock alone: nodes' clocks may differ. Safe for use by
 * any thread.
 */
final class DeliveryLag {
  private final TimeSource time;
  private final RedisClock clock;
  private final LagListener listener;

  DeliveryLag(TimeSource time, LagListener listener) {
    this.time = time;
    this.clock = new RedisClock(time);
    this.listener = listener;
  }

  /** Another Redis may answer from now on, with another clock. */
  void reconnected(RedisLink link) {
    clock.forget();
    ask(link);
  }

  /**
   * To be called about once a second. Not with a Redis Cluster, whose servers' clocks may differ:
   * there nothing is known.
   */
  void ask(RedisLink link) {
    if (link.isReady() && link.hasOneClock()) {
      long askedAt = time.nanos();
      var unused =
          Replies.named("reading the clock", () -> link.commands().time())
              .thenAccept(answer -> clock.answered(askedAt, micros(answer)));
    }
  }

  /** Microseconds of Redis' clock for a message that is sent now; 0 if they are not known. */
  long now() {
    return clock.micros();
  }

  /** A publication was delivered; 0 = it does not say when it was accepted. */
  void delivered(long acceptedMicros) {
    long nanos = clock.nanosSince(acceptedMicros);
    if (nanos >= 0) {
      listener.delivered(nanos);
    }
  }

  private static long micros(List<byte[]> secondsAndMicros) {
    return Replies.number(secondsAndMicros.get(0)) * 1_000_000
        + Replies.number(secondsAndMicros.get(1));
  }
}
