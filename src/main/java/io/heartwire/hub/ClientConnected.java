package io.heartwire.hub;

import io.heartwire.broker.ClientInfo;

/** CDI event: a client takes part from now on. Observers must be quick, or asynchronous. */
public record ClientConnected(ClientInfo client) {}
