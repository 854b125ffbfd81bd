package io.heartwire.hub;

import io.heartwire.broker.ClientInfo;

/**
 * CDI event: a client is gone; exactly one for each {@link ClientConnected}. Why is told by {@code
 * ConnectionClosed}. Observers must be quick, or asynchronous.
 */
public record ClientDisconnected(ClientInfo client) {}
