package io.heartwire.connection;

/**
 * CDI event: a connection has ended and been released; exactly one for each {@link
 * ConnectionOpened}. Observers may block, as those of the opening.
 *
 * @param connection its final snapshot: age, messages and bytes each way, drops
 * @param reason why it ended
 */
public record ConnectionClosed(ConnectionSnapshot connection, CloseReason reason) {}
