package io.heartwire.broker.memory;

import io.heartwire.broker.QueueStats;

/** What has happened to a queue of the memory engine. Guarded by its queue's lock. */
final class QueueTally {
  long sent;
  long delivered;
  long redelivered;
  long acknowledged;
  long deadLettered;
  long refused;
  long dropped;

  QueueStats.Counters counters() {
    return new QueueStats.Counters(
        sent, delivered, redelivered, acknowledged, deadLettered, refused, dropped);
  }
}
