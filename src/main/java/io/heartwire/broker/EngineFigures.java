package io.heartwire.broker;

import io.heartwire.visibility.Internal;

/**
 * What an engine that nodes share has gone through since the start.
 *
 * @param pending commands that wait for the store's answers now
 * @param refused publications and others that failed at once, because the store is away or too many
 *     wait
 * @param localPublications publications that reached this node alone, while the store was away
 * @param catchUps histories that were read because deliveries may have been missed
 * @param lostMessages messages without history, joins and leaves that were dropped, because a queue
 *     was full
 * @param unreadable messages of other nodes that could not be read
 * @param failedDeliveries calls of the listener that threw
 * @param reconnects connections for deliveries that were lost or deaf, and replaced
 */
@Internal
public record EngineFigures(
    long pending,
    long refused,
    long localPublications,
    long catchUps,
    long lostMessages,
    long unreadable,
    long failedDeliveries,
    long reconnects) {

  /** Of an engine in which nothing of this happens. */
  public static final EngineFigures NONE = new EngineFigures(0, 0, 0, 0, 0, 0, 0, 0);
}
