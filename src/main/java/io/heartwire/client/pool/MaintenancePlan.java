package io.heartwire.client.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;

/**
 * What to do with sessions because time has passed. No session is in two of the lists.
 *
 * @param leaks loans that have become too long
 */
record MaintenancePlan<L extends Poolable>(
    List<PoolEntry<L>> tooOld,
    List<PoolEntry<L>> idleTooLong,
    List<PoolEntry<L>> toPing,
    List<Loan> leaks) {

  private MaintenancePlan() {
    this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
  }

  /**
   * Looks at every session. Called with the lock of {@link PoolState} held.
   *
   * @param idle the one longest idle first
   */
  static <L extends Poolable> MaintenancePlan<L> make(
      Iterator<PoolEntry<L>> idle,
      int idleCount,
      Collection<PoolEntry<L>> inUse,
      PoolSettings settings,
      long now) {
    MaintenancePlan<L> found = new MaintenancePlan<>();
    int spare = idleCount - settings.minimumIdle();
    while (idle.hasNext()) {
      PoolEntry<L> entry = idle.next();
      if (entry.isTooOld(now)) {
        found.tooOld.add(entry);
        spare--;
      } else if (spare > 0 && isReached(entry.idleNanos(now), settings.idleTimeout())) {
        found.idleTooLong.add(entry);
        spare--;
      } else if (isReached(entry.uncheckedNanos(now), settings.keepAlive())) {
        entry.check(now);
        found.toPing.add(entry);
      }
    }
    for (PoolEntry<L> entry : inUse) {
      Lease<L> lease = entry.lease();
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
