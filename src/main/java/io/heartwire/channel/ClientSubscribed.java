package io.heartwire.channel;

import io.heartwire.broker.ClientInfo;

/**
 * CDI event: a client's subscription is established. Observers may block: see {@link
 * io.heartwire.hook.ApplicationEvents}.
 */
public record ClientSubscribed(ChannelName channel, ClientInfo client) {}
