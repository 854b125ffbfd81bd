package io.heartwire.hub;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Payload;
import io.heartwire.channel.ClientData;

/**
 * CDI event: a client has sent a message to the server, for which it expects no answer. Observers
 * may block: see {@link io.heartwire.hook.ApplicationEvents}.
 */
public record ClientMessage(ClientInfo client, Payload data) implements ClientData {}
