package io.heartwire.channel;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Payload;
import io.heartwire.broker.StreamPosition;

/**
 * CDI event: a client's publication has been taken. Observers must be quick, or asynchronous.
 *
 * @param position behind the publication; {@link StreamPosition#NONE} without history
 */
public record ClientPublished(
    ChannelName channel, ClientInfo client, Payload data, StreamPosition position) {}
