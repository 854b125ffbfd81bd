package io.heartwire.broker.memory;

import java.util.List;
import java.util.TreeMap;

/** Who has messages of a queue in the memory engine. Guarded by its queue's lock. */
final class QueueOwner {
  final TreeMap<Long, QueueItem> has = new TreeMap<>();
  long until; // the store's nanoseconds
  int consumers;
  boolean isWaiting;
  long request;
  List<QueueItem> taken = List.of(); // by the last request
}
