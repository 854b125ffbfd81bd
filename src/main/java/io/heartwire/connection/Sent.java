package io.heartwire.connection;

/** What became of a message that was handed to a connection. */
public enum Sent {
  /** It is on its way, or waits. */
  ACCEPTED,
  /** It, or another in its place, was given up as the policy says. */
  DROPPED,
  /** Too much waits already: the connection is to be closed as slow. */
  OVERFLOWED,
  /** The connection is closed. */
  CLOSED
}
