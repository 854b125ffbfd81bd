package io.heartwire.broker;

/**
 * How many are present in a channel.
 *
 * @param clients connections
 * @param users different users among them; all anonymous ones together are one
 */
public record PresenceStats(int clients, int users) {}
