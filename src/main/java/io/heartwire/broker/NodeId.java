package io.heartwire.broker;

/**
 * Identifies a running node; never given to another, not even after a restart.
 *
 * @param uid unique
 */
public record NodeId(String uid) {}
