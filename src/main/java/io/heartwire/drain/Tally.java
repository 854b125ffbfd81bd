package io.heartwire.drain;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts connections by what became of them. Safe for use by any thread. */
final class Tally {
  private final Map<Outcome, LongAdder> counts = new EnumMap<>(Outcome.class);

  Tally() {
    for (Outcome outcome : Outcome.values()) {
      counts.put(outcome, new LongAdder());
    }
  }

  void count(Outcome outcome) {
    adder(outcome).increment();
  }

  int of(Outcome outcome) {
    return adder(outcome).intValue();
  }

  private LongAdder adder(Outcome outcome) {
    LongAdder adder = counts.get(outcome);
    if (adder == null) {
      throw new AssertionError(outcome);
    }
    return adder;
  }
}
