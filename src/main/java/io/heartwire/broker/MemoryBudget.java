package io.heartwire.broker;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Counts the bytes of all streams, and knows which of them was published to longest ago.
 *
 * <p>Safe for use by any thread. Its locks are stripes, each taken for one step and within a
 * channel's lock at the most; nothing else is locked under them.
 */
final class MemoryBudget {
  private static final int STRIPES = 64;

  /** A stream as it was when it had been untouched for longest. */
  record Eldest(MemoryChannel channel, long touchedAt) {}

  /** Streams in the order of their last publication; guarded by this. */
  private static final class Stripe {
    private final Map<MemoryChannel, MemoryChannel> byAge = new LinkedHashMap<>(16, 0.75f, true);
  }

  private final long limit;
  private final AtomicLong used = new AtomicLong();
  private final AtomicLong turn = new AtomicLong();
  private final Stripe[] stripes = new Stripe[STRIPES];

  MemoryBudget(long limit) {
    this.limit = limit;
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new Stripe();
    }
  }

  /** The stream was published to: it is now the youngest. */
  void touch(MemoryChannel channel) {
    Stripe stripe = stripe(channel);
    synchronized (stripe) {
      channel.touchedAt = turn.incrementAndGet();
      stripe.byAge.put(channel, channel);
    }
  }

  /** Brings the books in line with what the channel holds. Under the channel's lock. */
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

  /** The stream that was published to longest ago, or null if there is none. */
  @Nullable Eldest eldest() {
    Eldest eldest = null;
    for (Stripe stripe : stripes) {
      synchronized (stripe) {
        Iterator<MemoryChannel> byAge = stripe.byAge.keySet().iterator();
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

  /** Whether the channel has not been touched since. */
  boolean isStill(Eldest eldest) {
    MemoryChannel channel = eldest.channel;
    synchronized (stripe(channel)) {
      return channel.touchedAt == eldest.touchedAt && stripe(channel).byAge.containsKey(channel);
    }
  }

  long used() {
    return used.get();
  }

  int streams() {
    int streams = 0;
    for (Stripe stripe : stripes) {
      synchronized (stripe) {
        streams += stripe.byAge.size();
      }
    }
    return streams;
  }

  private void forget(MemoryChannel channel) {
    Stripe stripe = stripe(channel);
    synchronized (stripe) {
      stripe.byAge.remove(channel);
    }
  }

  private Stripe stripe(MemoryChannel channel) {
    int hash = channel.name.hashCode();
    return stripes[(hash ^ (hash >>> 16)) & (STRIPES - 1)];
  }
}
