package io.heartwire.channel;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Payload;

/** A client wants to publish. */
public record PublishAttempt(ChannelName channel, ClientInfo client, Payload data) {}
