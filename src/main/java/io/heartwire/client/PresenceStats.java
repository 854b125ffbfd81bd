package io.heartwire.client;

/** How many connections are in a channel, and of how many users. */
public record PresenceStats(long clients, long users) {}
