package io.heartwire.drain;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts of connections by outcome. Safe for use by any thread. */
final class DrainTally {
  private final Map<DrainOutcome, LongAdder> counts = new EnumMap<>(DrainOutcome.class);

  DrainTally() {
    for (DrainOutcome outcome : DrainOutcome.values()) {
      counts.put(outcome, new LongAdder());
    }
  }

  void count(DrainOutcome outcome) {
    adder(outcome).increment();
  }

  int of(DrainOutcome outcome) {
    return adder(outcome).intValue();
  }

  private LongAdder adder(DrainOutcome outcome) {
    LongAdder adder = counts.get(outcome);
    if (adder == null) {
      throw new AssertionError(outcome);
    }
    return adder;
  }
}
