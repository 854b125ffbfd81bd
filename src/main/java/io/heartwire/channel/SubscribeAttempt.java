package io.heartwire.channel;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Payload;

/**
 * A client's request to subscribe, as a {@link SubscribeHook} sees it.
 *
 * @param data the data of the request, or {@link Payload#EMPTY}
 */
public record SubscribeAttempt(ChannelName channel, ClientInfo client, Payload data)
    implements ClientData {}
