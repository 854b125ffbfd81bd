package io.heartwire.admission;

import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** Counts who is not let in. Safe for use by any thread. */
@Singleton
public class Refusals {
  private final Map<RefusalReason, LongAdder> counts = new EnumMap<>(RefusalReason.class);

  public Refusals() {
    for (RefusalReason reason : RefusalReason.values()) {
      counts.put(reason, new LongAdder());
    }
  }

  void count(Refusal refusal) {
    adder(refusal.reason()).increment();
  }

  /** Refusals for this reason since the start. */
  public long count(RefusalReason reason) {
    return adder(reason).sum();
  }

  private LongAdder adder(RefusalReason reason) {
    return Objects.requireNonNull(counts.get(reason));
  }
}
