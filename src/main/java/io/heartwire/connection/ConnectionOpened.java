package io.heartwire.connection;

/**
 * CDI event: a client's upgrade has succeeded. Observers may block: they are told on threads of the
 * application, of one connection in the order in which things happened.
 */
public record ConnectionOpened(ConnectionSnapshot connection) {}
