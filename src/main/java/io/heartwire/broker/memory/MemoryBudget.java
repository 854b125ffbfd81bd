package io.heartwire.broker.memory;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Counts the bytes of all streams, and finds the next one to evict: first streams without any
 * publication, the one unsubscribed longest ago first; then the one with the oldest last
 * publication. So subscribing never evicts a history.
 *
 * <p>Safe for use by any thread. Its locks are striped; each is held for one step, possibly within
 * a channel's lock. No other lock is taken within them.
 */
final class MemoryBudget {
  private static final int STRIPES = 64;

  /** The next stream to evict, and when it was last touched. */
  record Eldest(MemoryChannel channel, long touchedAt) {}

  /** Streams in the order of their last publication or unsubscription; guarded by this. */
  private static final class Stripe {
    private final Map<MemoryChannel, MemoryChannel> unpublished = byAge();
    private final Map<MemoryChannel, MemoryChannel> published = byAge();

    private static Map<MemoryChannel, MemoryChannel> byAge() {
      return new LinkedHashMap<>(16, 0.75f, true);
    }

    private boolean contains(MemoryChannel channel) {
      return unpublished.containsKey(channel) || published.containsKey(channel);
    }
  }

  private final long limit;
  private final AtomicLong used = new AtomicLong();
  private final AtomicLong touches = new AtomicLong();
  private final Stripe[] stripes = new Stripe[STRIPES];

  MemoryBudget(long limit) {
    this.limit = limit;
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new Stripe();
    }
  }

  /**
   * Makes the stream the youngest, because it was published to or unsubscribed. Called with the
   * channel's lock held.
   */
  void touch(MemoryChannel channel) {
    Stripe stripe = stripe(channel);
    synchronized (stripe) {
      channel.touchedAt = touches.incrementAndGet();
      if (channel.stream.isUnpublished()) {
        stripe.unpublished.put(channel, channel);
      } else {
        stripe.unpublished.remove(channel);
        stripe.published.put(channel, channel);
      }
    }
  }

  /** Updates the count to the channel's present size. Called with the channel's lock held. */
  void settle(MemoryChannel channel) {
    long before = channel.chargedBytes;
    long after = channel.bytes();
    if (before == after) {
      return;
    }
    channel.chargedBytes = after;
    used.addAndGet(after - before);
    if (before == 0) {
      touch(channel);
    } else if (after == 0) {
      forget(channel);
    }
  }

  boolean isExceeded() {
    return used.get() > limit;
  }

  /** Returns the next stream to evict, or null if there is none. */
  @Nullable Eldest eldest() {
    Eldest unpublished = eldest(stripe -> stripe.unpublished);
    return unpublished == null ? eldest(stripe -> stripe.published) : unpublished;
  }

  private @Nullable Eldest eldest(Function<Stripe, Map<MemoryChannel, MemoryChannel>> among) {
    Eldest eldest = null;
    for (Stripe stripe : stripes) {
      synchronized (stripe) {
        Iterator<MemoryChannel> byAge = among.apply(stripe).keySet().iterator();
        if (byAge.hasNext()) {
          MemoryChannel oldest = byAge.next();
          if (eldest == null || oldest.touchedAt < eldest.touchedAt) {
            eldest = new Eldest(oldest, oldest.touchedAt);
          }
        }
      }
    }
    return eldest;
  }

  /** Returns whether the channel has not been touched since. */
  boolean isStill(Eldest eldest) {
    MemoryChannel channel = eldest.channel;
    synchronized (stripe(channel)) {
      return channel.touchedAt == eldest.touchedAt && stripe(channel).contains(channel);
    }
  }

  long used() {
    return used.get();
  }

  int streams() {
    int streams = 0;
    for (Stripe stripe : stripes) {
      synchronized (stripe) {
        streams += stripe.unpublished.size() + stripe.published.size();
      }
    }
    return streams;
  }

  private void forget(MemoryChannel channel) {
    Stripe stripe = stripe(channel);
    synchronized (stripe) {
      stripe.unpublished.remove(channel);
      stripe.published.remove(channel);
    }
  }

  private Stripe stripe(MemoryChannel channel) {
    int hash = channel.name.hashCode();
    return stripes[(hash ^ (hash >>> 16)) & (STRIPES - 1)];
  }
}
