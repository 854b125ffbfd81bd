package io.heartwire.connection;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** Counts connections by state and against the capacity, each in constant time and lock-free. */
final class StateCounts {
  private final int capacity;
  private final AtomicInteger total = new AtomicInteger();
  private final AtomicIntegerArray byState =
      new AtomicIntegerArray(ConnectionState.values().length);

  StateCounts(int capacity) {
    this.capacity = capacity;
  }

  /** Counts a connection unless the capacity is reached; checks and counts in one atomic step. */
  boolean enter() {
    int before = total.getAndUpdate(count -> count < capacity ? count + 1 : count);
    if (before >= capacity) {
      return false;
    }
    byState.incrementAndGet(ConnectionState.PENDING.ordinal());
    return true;
  }

  boolean isFull() {
    return total.get() >= capacity;
  }

  void moved(ConnectionState from, ConnectionState to) {
    byState.decrementAndGet(from.ordinal());
    if (to != ConnectionState.CLOSED) {
      byState.incrementAndGet(to.ordinal());
    }
  }

  /** Undoes {@link #enter} for a client that is refused after all. */
  void turnAway() {
    byState.decrementAndGet(ConnectionState.PENDING.ordinal());
    leave();
  }

  /** Stops counting a connection. */
  void leave() {
    total.decrementAndGet();
  }

  ConnectionCounts read() {
    return new ConnectionCounts(
        count(ConnectionState.PENDING),
        count(ConnectionState.LIVE),
        count(ConnectionState.STALE),
        count(ConnectionState.CLOSING),
        total.get(),
        capacity);
  }

  private int count(ConnectionState state) {
    // Two quick transitions can be counted in the other order: a count is below zero for an
    // instant.
    return Math.max(0, byState.get(state.ordinal()));
  }
}
