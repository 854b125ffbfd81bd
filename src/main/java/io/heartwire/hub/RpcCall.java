package io.heartwire.hub;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Payload;
import io.heartwire.channel.ClientData;
import org.jspecify.annotations.Nullable;

/**
 * A remote procedure call.
 *
 * @param data the parameters, or {@link Payload#EMPTY}
 * @param client who calls; null = a back end, through the server API
 */
public record RpcCall(String method, Payload data, @Nullable ClientInfo client)
    implements ClientData {}
