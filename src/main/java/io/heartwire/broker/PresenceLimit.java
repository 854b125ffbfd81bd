package io.heartwire.broker;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** How many may be present in all channels together. Safe for use by any thread. */
final class PresenceLimit {
  private final int most;
  private final AtomicInteger taken = new AtomicInteger();
  private final LongAdder refused = new LongAdder();

  PresenceLimit(int most) {
    this.most = most;
  }

  /** Takes a place, unless all are taken: check and count are one step. */
  boolean enter() {
    if (taken.getAndUpdate(count -> count < most ? count + 1 : count) < most) {
      return true;
    }
    refused.increment();
    return false;
  }

  void leave(int places) {
    taken.addAndGet(-places);
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
