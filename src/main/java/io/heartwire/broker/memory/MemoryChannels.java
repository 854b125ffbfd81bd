package io.heartwire.broker.memory;

import io.heartwire.broker.StreamPosition;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The map of channels in memory. It finds or creates a channel, does a step under its lock, updates
 * the budget, and removes the channel once it is idle.
 *
 * <pre>
 * Locks, in the order in which they are taken:
 *   eviction (tryLock) or sweep  ->  one channel  ->  a bin of the table, a stripe of the budget
 *                                                     or of the idempotency cache
 * No thread holds the locks of two channels.
 * </pre>
 */
final class MemoryChannels {
  private final Map<String, MemoryChannel> byName = new ConcurrentHashMap<>();
  private final Epochs epochs = new Epochs();
  private final MemoryBudget budget;
  private final PresenceLimit presenceLimit;
  private final ReentrantLock eviction = new ReentrantLock();
  private final LongAdder evicted = new LongAdder();

  /** Where the sweep continues; guarded by this. */
  private Iterator<MemoryChannel> cursor = Collections.emptyIterator();

  MemoryChannels(MemoryBudget budget, PresenceLimit presenceLimit) {
    this.budget = budget;
    this.presenceLimit = presenceLimit;
  }

  /** Does the step in the channel, which is created if it does not exist. */
  <T> T change(String name, Function<MemoryChannel, T> step) {
    while (true) {
      MemoryChannel channel = byName.get(name);
      if (channel == null) {
        channel =
            byName.computeIfAbsent(name, same -> new MemoryChannel(same, epochs, presenceLimit));
      }
      synchronized (channel) {
        if (!channel.isGone()) {
          T result = step.apply(channel);
          settle(channel);
          return result;
        }
      }
    }
  }

  /** Does the step in the channel, or returns {@code otherwise} if there is no such channel. */
  <T> T visit(String name, Function<MemoryChannel, T> step, Supplier<T> otherwise) {
    while (true) {
      MemoryChannel channel = byName.get(name);
      if (channel == null) {
        return otherwise.get();
      }
      synchronized (channel) {
        if (!channel.isGone()) {
          T result = step.apply(channel);
          settle(channel);
          return result;
        }
      }
    }
  }

  /**
   * Visits all channels, each under its lock. Those that are added or removed meanwhile may be
   * missing.
   */
  void forEach(Consumer<MemoryChannel> step) {
    for (MemoryChannel channel : byName.values()) {
      synchronized (channel) {
        if (!channel.isGone()) {
          step.accept(channel);
        }
      }
    }
  }

  /** The position where the stream of a new channel would start. */
  StreamPosition beginning() {
    return new StreamPosition(0, epochs.current());
  }

  boolean has(String name) {
    return byName.containsKey(name);
  }

  int count() {
    return byName.size();
  }

  long evicted() {
    return evicted.sum();
  }

  /**
   * Evicts streams until the budget holds. One thread does so at a time, so that no more are
   * evicted than necessary. Must be called without any lock.
   */
  void keepWithinBudget() {
    boolean anyLeft = true;
    while (anyLeft && budget.isExceeded() && eviction.tryLock()) {
      try {
        anyLeft = evict();
      } finally {
        eviction.unlock();
      }
    }
  }

  /** Returns false if there is nothing left to evict. */
  private boolean evict() {
    MemoryBudget.Eldest eldest = budget.eldest();
    while (eldest != null && budget.isExceeded()) {
      MemoryChannel channel = eldest.channel();
      synchronized (channel) {
        if (budget.isStill(eldest)) {
          channel.stream.end();
          evicted.increment();
          settle(channel);
        }
      }
      eldest = budget.eldest();
    }
    return eldest != null;
  }

  /**
   * Frees expired data, continuing in the map where the last call stopped.
   *
   * @param most how many to visit: each channel and each present client counts one
   */
  synchronized void sweep(long now, int most) {
    if (!cursor.hasNext()) {
      cursor = byName.values().iterator();
    }
    int seen = 0;
    while (seen < most && cursor.hasNext()) {
      MemoryChannel channel = cursor.next();
      synchronized (channel) {
        if (!channel.isGone()) {
          seen += 1 + channel.presence.size();
          channel.presence.expire(now);
          channel.expireStream(now);
          settle(channel);
        }
      }
    }
  }

  /**
   * Updates the budget, and removes the channel if it is idle. Called after every step in a
   * channel, with its lock held.
   */
  private void settle(MemoryChannel channel) {
    budget.settle(channel);
    if (channel.isIdle()) {
      channel.leave();
      byName.remove(channel.name, channel);
    }
  }
}
