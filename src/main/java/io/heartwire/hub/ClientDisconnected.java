package io.heartwire.hub;

import io.heartwire.broker.ClientInfo;

/**
 * CDI event: a client is gone; exactly one for each {@link ClientConnected}. Why is told by {@code
 * ConnectionClosed}. Observers may block: see {@link io.heartwire.hook.ApplicationEvents}.
 */
public record ClientDisconnected(ClientInfo client) {}
