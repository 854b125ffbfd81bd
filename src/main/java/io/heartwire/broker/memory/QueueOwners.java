package io.heartwire.broker.memory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who takes from one queue. Guarded by its queue's lock. Times are nanoseconds of the store. */
final class QueueOwners {
  private final Map<String, QueueOwner> owners = new HashMap<>();
  private long seenAt; // when somebody renewed a lease
  private boolean isNews;

  boolean isEmpty() {
    return owners.isEmpty();
  }

  @Nullable QueueOwner find(String name) {
    return owners.get(name);
  }

  /** Begins or renews a lease. */
  QueueOwner renewed(String name, long now, Duration lease) {
    QueueOwner who = owners.computeIfAbsent(name, added -> new QueueOwner());
    who.until = now + lease.toNanos();
    seenAt = now;
    return who;
  }

  @Nullable QueueOwner remove(String name) {
    return owners.remove(name);
  }

  /** Removes those whose leases have ended, unless nobody could renew one. */
  List<QueueOwner> takeEnded(long now, Duration lease) {
    if (now - seenAt > lease.toNanos() / 2) {
      owners.values().forEach(who -> who.until = Math.max(who.until, now + lease.toNanos()));
    }
    List<QueueOwner> ended = new ArrayList<>();
    owners.values().removeIf(who -> who.until <= now && ended.add(who));
    return ended;
  }

  /** When the next lease ends, or {@link QueueItem#NEVER}. */
  long firstEnd() {
    return owners.values().stream().mapToLong(who -> who.until).min().orElse(QueueItem.NEVER);
  }

  int consumers() {
    return owners.values().stream().mapToInt(who -> who.consumers).sum();
  }

  long inFlight() {
    return owners.values().stream().mapToLong(who -> who.has.size()).sum();
  }

  /** Something has become ready, or it is known when it will: who waits is told once. */
  void tell() {
    for (QueueOwner who : owners.values()) {
      isNews |= who.isWaiting;
      who.isWaiting = false;
    }
  }

  /** Returns whether somebody who waits is to be told, once. */
  boolean takeNews() {
    boolean was = isNews;
    isNews = false;
    return was;
  }
}
