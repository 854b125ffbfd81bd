package io.heartwire.broker.memory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Messages of a queue of the memory engine that are delayed, and when others expire. Guarded by its
 * queue's lock.
 */
final class QueueTimes {
  private record Due(long at, long id) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      return at == other.at ? Long.compare(id, other.id) : Long.compare(at, other.at);
    }
  }

  private final TreeMap<Due, QueueItem> delayed = new TreeMap<>();
  private final Map<Long, Due> delays = new HashMap<>(); // of the delayed, by id
  private final TreeSet<Due> expiring = new TreeSet<>();

  void delay(QueueItem item, long until) {
    Due due = new Due(until, item.id);
    delays.put(item.id, due);
    delayed.put(due, item);
  }

  int delayed() {
    return delayed.size();
  }

  /** Notes when it expires, if it does. */
  void expire(QueueItem item) {
    if (item.expiresAt != QueueItem.NEVER) {
      expiring.add(new Due(item.expiresAt, item.id));
    }
  }

  void forget(QueueItem item) {
    if (item.expiresAt != QueueItem.NEVER) {
      expiring.remove(new Due(item.expiresAt, item.id));
    }
  }

  /** Removes and returns those whose delay has ended. */
  List<QueueItem> takeDue(long now) {
    List<QueueItem> due = new ArrayList<>();
    while (!delayed.isEmpty() && delayed.firstKey().at() <= now) {
      QueueItem item = delayed.pollFirstEntry().getValue();
      delays.remove(item.id);
      due.add(item);
    }
    return due;
  }

  /** Returns the ids of those that have expired, and forgets when they do. */
  List<Long> takeExpired(long now) {
    List<Long> expired = new ArrayList<>();
    while (!expiring.isEmpty() && expiring.first().at() <= now) {
      expired.add(expiring.pollFirst().id());
    }
    return expired;
  }

  List<QueueItem> takeDelayed() {
    List<QueueItem> all = new ArrayList<>(delayed.values());
    delayed.clear();
    delays.clear();
    return all;
  }

  @Nullable QueueItem removeDelayed(long id) {
    Due due = delays.remove(id);
    return due == null ? null : delayed.remove(due);
  }

  /** When the next delay ends or message expires, or {@link QueueItem#NEVER}. */
  long first() {
    long first = delayed.isEmpty() ? QueueItem.NEVER : delayed.firstKey().at();
    return expiring.isEmpty() ? first : Math.min(first, expiring.first().at());
  }
}
