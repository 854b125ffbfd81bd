package io.heartwire.broker;

import io.heartwire.visibility.Internal;
import java.time.Duration;

/**
 * What an engine must know of the rules of a queue. A queue of dead letters has those of the queue
 * whose dead letters they are.
 *
 * @param maxMessages the most messages, those in flight and delayed among them
 * @param maxBytes the most bytes of them
 * @param deadLetterWhenFull whether a message that there is no room for goes to the dead letters,
 *     instead of being refused
 * @param maxDeliveries after how many deliveries without acknowledgement a message is a dead letter
 * @param maxDead the most dead letters, and they too have at most {@code maxBytes}; beyond it the
 *     oldest is dropped
 * @param ttl how long a message without a TTL of its own may wait; zero = for ever
 * @param lease how long a node that is not heard of keeps its messages
 * @param replicated whether a replica of the store must have a message before it counts as sent
 */
@Internal
public record QueueLimits(
    int maxMessages,
    long maxBytes,
    boolean deadLetterWhenFull,
    int maxDeliveries,
    int maxDead,
    Duration ttl,
    Duration lease,
    boolean replicated) {}
