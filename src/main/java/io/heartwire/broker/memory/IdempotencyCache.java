package io.heartwire.broker.memory;

import io.heartwire.broker.PublishOptions;
import io.heartwire.broker.StreamPosition;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The remembered idempotency keys with the positions of their publications. Bounded: the oldest
 * keys are removed first.
 *
 * <p>Safe for use by any thread. Looking up and remembering are two steps, so the caller must hold
 * the channel's lock over both.
 */
final class IdempotencyCache {
  private static final int MOST_STRIPES = 16;
  private static final int STRIPED_FROM = 1024;

  private record Key(String channel, @Nullable String author, String key) {
    Key(String channel, PublishOptions.Idempotency idempotency) {
      this(channel, idempotency.author(), idempotency.key());
    }
  }

  private record Entry(StreamPosition position, long until) {}

  /** Entries in insertion order; guarded by this. */
  private static final class Stripe {
    private final Map<Key, Entry> entries = new LinkedHashMap<>();
  }

  private final int mostPerStripe;
  private final Stripe[] stripes;
  private final LongAdder forgotten = new LongAdder();

  IdempotencyCache(int most) {
    stripes = new Stripe[most < STRIPED_FROM ? 1 : MOST_STRIPES];
    mostPerStripe = most / stripes.length;
    for (int i = 0; i < stripes.length; i++) {
      stripes[i] = new Stripe();
    }
  }

  /**
   * Returns the position of the publication with this key, or null if there is none within its
   * window.
   */
  @Nullable StreamPosition find(String channel, PublishOptions.Idempotency idempotency, long now) {
    Key wanted = new Key(channel, idempotency);
    Stripe stripe = stripe(wanted);
    synchronized (stripe) {
      Entry entry = stripe.entries.get(wanted);
      return entry == null || now - entry.until >= 0 ? null : entry.position;
    }
  }

  void remember(
      String channel, PublishOptions.Idempotency idempotency, StreamPosition position, long now) {
    Key key = new Key(channel, idempotency);
    Stripe stripe = stripe(key);
    synchronized (stripe) {
      stripe.entries.remove(key);
      expire(stripe, now, 2);
      if (stripe.entries.size() >= mostPerStripe) {
        Iterator<Entry> oldest = stripe.entries.values().iterator();
        oldest.next();
        oldest.remove();
        forgotten.increment();
      }
      stripe.entries.put(key, new Entry(position, now + idempotency.window().toNanos()));
    }
  }

  /** Removes expired keys, at most so many. */
  void sweep(long now, int most) {
    for (Stripe stripe : stripes) {
      synchronized (stripe) {
        expire(stripe, now, most / stripes.length);
      }
    }
  }

  int size() {
    int size = 0;
    for (Stripe stripe : stripes) {
      synchronized (stripe) {
        size += stripe.entries.size();
      }
    }
    return size;
  }

  /** The number of keys that were removed before their window ended. */
  long forgotten() {
    return forgotten.sum();
  }

  /**
   * Removes expired keys from the oldest on; one behind a key with a longer window waits for that.
   */
  private static void expire(Stripe stripe, long now, int most) {
    Iterator<Entry> oldest = stripe.entries.values().iterator();
    for (int i = 0; i < most && oldest.hasNext() && now - oldest.next().until >= 0; i++) {
      oldest.remove();
    }
  }

  private Stripe stripe(Key key) {
    int hash = key.hashCode();
    return stripes[Math.floorMod(hash ^ (hash >>> 16), stripes.length)];
  }
}
