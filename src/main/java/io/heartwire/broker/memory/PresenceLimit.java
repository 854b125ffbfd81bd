package io.heartwire.broker.memory;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** The limit of present clients in all channels together. Safe for use by any thread. */
final class PresenceLimit {
  private final int most;
  private final AtomicInteger taken = new AtomicInteger();
  private final LongAdder refused = new LongAdder();

  PresenceLimit(int most) {
    this.most = most;
  }

  /** Counts a client unless the limit is reached; checks and counts in one atomic step. */
  boolean enter() {
    if (taken.getAndUpdate(count -> count < most ? count + 1 : count) < most) {
      return true;
    }
    refused.increment();
    return false;
  }

  void leave(int clients) {
    taken.addAndGet(-clients);
  }

  int most() {
    return most;
  }

  int taken() {
    return taken.get();
  }

  long refused() {
    return refused.sum();
  }
}
