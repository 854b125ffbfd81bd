package io.heartwire.channel;

import io.heartwire.time.TimeSource;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * When the subscriptions of this node expire. A subscription without an entry lasts as long as its
 * connection.
 *
 * <p>Safe for use by any thread.
 */
final class SubscriptionExpiry {
  /** Longer times are treated as this one, so that the nanoseconds do not overflow. */
  private static final Duration LONGEST_TTL = Duration.ofDays(36_500);

  private final TimeSource time;

  /** The end of each, in {@code TimeSource} nanoseconds. */
  private final Map<Subscription, Long> ends = new ConcurrentHashMap<>();

  SubscriptionExpiry(TimeSource time) {
    this.time = time;
  }

  /** Sets when a subscription expires, from now; null = not at all. */
  void refresh(Subscription subscription, @Nullable Duration ttl) {
    if (ttl == null) {
      forget(subscription);
      return;
    }
    ends.put(subscription, time.nanos() + nanos(ttl));
    if (subscription.hasEnded()) {
      forget(subscription); // its end may have come before the entry
    }
  }

  void forget(Subscription subscription) {
    ends.remove(subscription);
  }

  /** The subscriptions that have an expiry. */
  Set<Subscription> all() {
    return ends.keySet();
  }

  /**
   * Ends the subscriptions whose expiry is at least so long ago, and tells their clients.
   *
   * @param now in {@code TimeSource} nanoseconds
   */
  void endOverdue(long now, long graceNanos) {
    ends.forEach(
        (subscription, end) -> {
          if (now - end >= graceNanos) {
            subscription.end(UnsubscribeCode.EXPIRED);
          }
        });
  }

  /** Limits the time to live, so that times can still be compared by difference. */
  private static long nanos(Duration ttl) {
    return ttl.compareTo(LONGEST_TTL) > 0 ? LONGEST_TTL.toNanos() : ttl.toNanos();
  }
}
