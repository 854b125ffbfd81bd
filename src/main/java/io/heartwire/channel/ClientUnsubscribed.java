package io.heartwire.channel;

import io.heartwire.broker.ClientInfo;

/**
 * CDI event: an established subscription has ended; exactly one for each {@link ClientSubscribed}.
 * Observers may block: see {@link io.heartwire.hook.ApplicationEvents}.
 */
public record ClientUnsubscribed(ChannelName channel, ClientInfo client, UnsubscribeCode why) {}
