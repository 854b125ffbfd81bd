package io.heartwire.console;

import io.heartwire.broker.QueueStats;

/** By what queues are sorted. */
enum QueueSort {
  QUEUE,
  READY,
  DELAYED,
  IN_FLIGHT,
  OLDEST_MS,
  CONSUMERS,
  SENT_PER_S,
  DONE_PER_S,
  REDELIVERED,
  DEAD,
  FULL;

  private static final double FINE = 1e6;

  /**
   * 0 where a text sorts.
   *
   * @param full how full it is; 1 = entirely
   */
  long number(QueueCensus.Counted queue, double full) {
    QueueStats stats = queue.stats();
    return switch (this) {
      case QUEUE -> 0;
      case READY -> stats.ready();
      case DELAYED -> stats.delayed();
      case IN_FLIGHT -> stats.inFlight();
      case OLDEST_MS -> stats.oldest().toMillis();
      case CONSUMERS -> stats.consumers();
      case SENT_PER_S -> (long) (queue.sent() * FINE);
      case DONE_PER_S -> (long) (queue.acknowledged() * FINE);
      case REDELIVERED -> stats.counters().redelivered();
      case DEAD -> stats.dead();
      case FULL -> (long) (full * FINE);
    };
  }

  /** Empty where a number sorts. */
  String text(QueueCensus.Counted queue) {
    return this == QUEUE ? queue.name().value() : "";
  }
}
