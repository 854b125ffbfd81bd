package io.heartwire.connection;

/**
 * CDI event: a client's upgrade has succeeded. Fired on a container thread: observers must be
 * quick, or asynchronous.
 */
public record ConnectionOpened(ConnectionSnapshot connection) {}
