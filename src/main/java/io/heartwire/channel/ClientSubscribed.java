package io.heartwire.channel;

import io.heartwire.broker.ClientInfo;

/** CDI event: a client's subscription is established. Observers must be quick, or asynchronous. */
public record ClientSubscribed(ChannelName channel, ClientInfo client) {}
