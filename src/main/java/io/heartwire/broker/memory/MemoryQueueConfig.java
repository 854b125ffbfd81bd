package io.heartwire.broker.memory;

import io.heartwire.config.ConfigGroup;
import io.heartwire.config.Settings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/**
 * The limits of queues in the memory engine.
 *
 * @param maxBytes the most bytes of all queues; beyond it sending fails
 * @param maxQueues the most queues at a time; beyond it the use of one more fails
 * @param idempotencyKeys the most keys that are remembered, over all queues
 */
@Dependent
public record MemoryQueueConfig(int maxBytes, int maxQueues, int idempotencyKeys)
    implements ConfigGroup {

  @Inject
  public MemoryQueueConfig(Settings settings) {
    this(
        settings.number("heartwire.broker.memory.max-queue-bytes", 1 << 20, Integer.MAX_VALUE),
        settings.number("heartwire.broker.memory.max-queues", 1, 10_000_000),
        settings.number("heartwire.broker.memory.idempotency-keys", 1, 10_000_000));
  }
}
