package io.heartwire.channel;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Payload;

/** A client's request to publish, as a {@link PublishHook} sees it. */
public record PublishAttempt(ChannelName channel, ClientInfo client, Payload data)
    implements ClientData {}
