package io.heartwire.warmup;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tables that grow under the hands of several threads, as only a crowd makes them grow: those of
 * selectors, pools and channels. The few clients of the warm-up leave nothing behind; and what the
 * JVM compiled for tables that stay small, it would drop when the first crowd comes, and compile
 * anew while that waits.
 *
 * <p>Safe for use by any thread.
 */
final class Growth {
  /** After so many entries the next table begins. */
  static final int MOST = 16_384;

  /** So that tables grow as often as a hundred crowds would make them. */
  private static final int ENTRIES_PER_CLIENT = 16;

  private final AtomicInteger keys = new AtomicInteger();
  private volatile ConcurrentMap<Integer, Integer> table = new ConcurrentHashMap<>();

  /** What one client brings along. */
  void client() {
    ConcurrentMap<Integer, Integer> own = table;
    for (int i = 0; i < ENTRIES_PER_CLIENT; i++) {
      enter(own, keys.incrementAndGet());
    }
    if (own.size() >= MOST) {
      table = new ConcurrentHashMap<>(); // or another thread does so, too
    }
  }

  /** In the table now growing. */
  int size() {
    return table.size();
  }

  /** In one of the ways that tables are used in. */
  private static void enter(ConcurrentMap<Integer, Integer> own, Integer key) {
    switch (key % 4) {
      case 0 -> {
        own.put(key, key);
        own.remove(key - ENTRIES_PER_CLIENT);
      }
      case 1 -> own.putIfAbsent(key, key);
      case 2 -> own.computeIfAbsent(key, same -> same);
      default -> own.compute(key, (same, before) -> same);
    }
    own.computeIfPresent(key - 1, (same, before) -> before);
  }
}
