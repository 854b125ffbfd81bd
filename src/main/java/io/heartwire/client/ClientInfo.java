package io.heartwire.client;

import org.jspecify.annotations.Nullable;

/**
 * Who a connection is.
 *
 * @param user the user's id; empty if anonymous
 * @param client the connection's id
 * @param connectionInfo JSON that the server knows about the connection, or null
 * @param channelInfo the same for this connection in one channel, or null
 */
public record ClientInfo(
    String user, String client, @Nullable String connectionInfo, @Nullable String channelInfo) {}
