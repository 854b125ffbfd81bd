package io.heartwire.channel;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Payload;
import io.heartwire.broker.StreamPosition;

/**
 * CDI event: a client's publication has been accepted by the broker. Observers may block: see
 * {@link io.heartwire.hook.ApplicationEvents}.
 *
 * @param position the stream position after the publication; {@link StreamPosition#NONE} without
 *     history
 */
public record ClientPublished(
    ChannelName channel, ClientInfo client, Payload data, StreamPosition position)
    implements ClientData {}
