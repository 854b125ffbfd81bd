package io.heartwire.channel;

import io.heartwire.broker.ClientInfo;

/**
 * A client that asks for something.
 *
 * @param info who it is
 * @param unsaid what its protocol lets it do where the namespace does not say: raw clients do
 *     without any configuration, all others need to be allowed
 */
public record Caller(ClientInfo info, Permission unsaid) {}
