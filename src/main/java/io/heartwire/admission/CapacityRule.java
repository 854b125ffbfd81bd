package io.heartwire.admission;

import io.heartwire.connection.ConnectionRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * Only as many as there are places for, in all and of each protocol.
 *
 * <p>The place in the pool is taken last, when nothing else can refuse; here a full pool is noticed
 * before anything that costs more is asked.
 */
@Singleton
class CapacityRule implements AdmissionRule {
  private final AtomicIntegerArray taken = new AtomicIntegerArray(Entrance.values().length);
  private final ConnectionRegistry registry;
  private final CurrentConfig config;

  @Inject
  CapacityRule(ConnectionRegistry registry, CurrentConfig config) {
    this.registry = registry.itself().orElseThrow();
    this.config = config;
  }

  @Override
  public @Nullable Refusal check(Arrival arrival) {
    AdmissionConfig now = config.get();
    if (registry.refusesNow()) {
      return Refusal.full(now.retryAfter());
    }
    Entrance entrance = arrival.place().entrance();
    int most = now.of(entrance).maxConnections();
    return enter(entrance.ordinal(), most == 0 ? Integer.MAX_VALUE : most)
        ? null
        : Refusal.full(entrance, now.retryAfter());
  }

  @Override
  public void release(Place place) {
    taken.decrementAndGet(place.entrance().ordinal());
  }

  /** Check and count are one step. */
  private boolean enter(int entrance, int most) {
    return taken.getAndUpdate(entrance, count -> count < most ? count + 1 : count) < most;
  }
}
