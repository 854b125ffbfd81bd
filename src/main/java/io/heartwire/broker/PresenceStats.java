package io.heartwire.broker;

/**
 * The numbers of clients and users that are present in a channel.
 *
 * @param clients connections
 * @param users distinct users; all anonymous clients count as one user
 */
public record PresenceStats(int clients, int users) {}
