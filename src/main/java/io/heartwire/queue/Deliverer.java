package io.heartwire.queue;

import java.util.List;

/**
 * Tells consumers what they have and what they have lost, and counts it. Safe for use by any
 * thread; called without the lock of the queue.
 *
 * @param counters of the queue's namespace
 */
record Deliverer(QueueNode node, NamespaceCounters counters) {

  void deliver(LocalDelivery delivery) {
    counters.delivered.increment();
    if (delivery.message().isRedelivered()) {
      counters.redelivered.increment();
    }
    delivery.tell(node);
  }

  void lose(List<LocalDelivery> deliveries) {
    counters.lost.add(deliveries.size());
    deliveries.forEach(each -> each.tellLost(node));
  }
}
