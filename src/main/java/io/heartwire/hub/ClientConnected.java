package io.heartwire.hub;

import io.heartwire.broker.ClientInfo;

/**
 * CDI event: a client takes part from now on. Observers may block: see {@link
 * io.heartwire.hook.ApplicationEvents}.
 */
public record ClientConnected(ClientInfo client) {}
