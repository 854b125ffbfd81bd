package io.heartwire.client.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;

/**
 * What is to be done about sessions because time has passed; each is named once.
 *
 * @param leaks loans that have become too long
 */
record Chores<L extends Poolable>(
    List<Pooled<L>> tooOld, List<Pooled<L>> idleTooLong, List<Pooled<L>> toPing, List<Loan> leaks) {

  private Chores() {
    this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
  }

  /**
   * Looks at every session; with the lock of the books held.
   *
   * @param idle the one longest idle first
   */
  static <L extends Poolable> Chores<L> find(
      Iterator<Pooled<L>> idle,
      int idleCount,
      Collection<Pooled<L>> inUse,
      PoolSettings settings,
      long now) {
    Chores<L> found = new Chores<>();
    int spare = idleCount - settings.minimumIdle();
    while (idle.hasNext()) {
      Pooled<L> pooled = idle.next();
      if (pooled.isTooOld(now)) {
        found.tooOld.add(pooled);
        spare--;
      } else if (spare > 0 && isReached(pooled.idleNanos(now), settings.idleTimeout())) {
        found.idleTooLong.add(pooled);
        spare--;
      } else if (isReached(pooled.uncheckedNanos(now), settings.keepAlive())) {
        pooled.check(now);
        found.toPing.add(pooled);
      }
    }
    for (Pooled<L> pooled : inUse) {
      Lease<L> lease = pooled.lease();
      if (lease != null
          && !lease.isReported
          && isReached(now - lease.since, settings.leakDetectionThreshold())) {
        lease.isReported = true;
        found.leaks.add(lease.loan(now));
      }
    }
    return found;
  }

  private static boolean isReached(long nanos, Duration limit) {
    return !limit.isZero() && nanos >= limit.toNanos();
  }
}
