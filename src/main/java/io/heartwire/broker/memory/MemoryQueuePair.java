package io.heartwire.broker.memory;

import io.heartwire.broker.QueueStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A queue and its dead letters in memory, under one lock: this. */
final class MemoryQueuePair {
  private final MemoryQueue living;
  private final MemoryQueue dead;
  private final AtomicLong bytes;

  // Guarded by this.
  private boolean isRemoved;
  private long usedAt;

  /**
   * @param bytes of all queues
   */
  MemoryQueuePair(String origin, AtomicLong bytes) {
    this.bytes = bytes;
    this.living = new MemoryQueue(origin, this);
    this.dead = new MemoryQueue(origin + QueueStore.DEAD_LETTERS, this);
  }

  MemoryQueue living() {
    return living;
  }

  MemoryQueue dead() {
    return dead;
  }

  MemoryQueue named(String queue) {
    return QueueStore.isDeadLetters(queue) ? dead : living;
  }

  boolean isDead(MemoryQueue which) {
    return which == dead;
  }

  void count(long change) {
    bytes.addAndGet(change);
  }

  /** Returns false if it has been removed, and another is to be used. */
  boolean use(long now) {
    usedAt = now;
    return !isRemoved;
  }

  /** Removes it if nobody has used it since then; returns whether it is removed. */
  boolean removeIfIdleSince(long moment) {
    isRemoved |= usedAt < moment && living.isIdle() && dead.isIdle();
    return isRemoved;
  }

  /** Removes it if it has never had a message, and nobody takes; returns whether it is removed. */
  boolean removeIfUntouched() {
    isRemoved |= living.isUntouched() && dead.isUntouched();
    return isRemoved;
  }

  /** The queues in which somebody waits for what is there now. */
  List<String> takeNews() {
    List<String> news = new ArrayList<>(2);
    if (living.takeNews()) {
      news.add(living.name());
    }
    if (dead.takeNews()) {
      news.add(dead.name());
    }
    return news;
  }
}
