package io.heartwire.channel;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Payload;

/**
 * A client wants to subscribe.
 *
 * @param data what it sent along, or {@link Payload#EMPTY}
 */
public record SubscribeAttempt(ChannelName channel, ClientInfo client, Payload data) {}
