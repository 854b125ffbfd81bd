package io.heartwire.console;

import io.heartwire.broker.QueueLimits;
import io.heartwire.broker.QueueStats;
import io.heartwire.queue.QueueException;
import io.heartwire.queue.QueueName;
import io.heartwire.queue.QueueOptions;
import io.heartwire.queue.QueueRules;
import java.util.Optional;

/** How full queues are. */
final class QueueLevel {
  private QueueLevel() {}

  /** The rules of a queue; empty if its namespace is not, or no longer, configured. */
  static Optional<QueueOptions> options(QueueRules rules, QueueName name) {
    try {
      return Optional.of(rules.require(name));
    } catch (QueueException unknown) {
      return Optional.empty();
    }
  }

  /** Of its messages or its bytes, whichever is nearer to the limit; 1 = full. */
  static double of(QueueStats stats, QueueLimits limits) {
    return Math.max(
        (double) stats.depth() / limits.maxMessages(), (double) stats.bytes() / limits.maxBytes());
  }
}
