package io.heartwire.client;

import org.jspecify.annotations.Nullable;

/**
 * The user and the connection behind a publication or a presence entry.
 *
 * @param user the user's id; empty if anonymous
 * @param client the connection's id
 * @param connectionInfo JSON about the connection, as its token or a hook gave it, or null
 * @param channelInfo the same for this connection in one channel, or null
 */
public record ClientInfo(
    String user, String client, @Nullable String connectionInfo, @Nullable String channelInfo) {}
