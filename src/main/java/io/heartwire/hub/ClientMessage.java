package io.heartwire.hub;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Payload;

/**
 * CDI event: a client has sent a message to the server, for which it expects no answer. Observers
 * must be quick, or asynchronous.
 */
public record ClientMessage(ClientInfo client, Payload data) {}
