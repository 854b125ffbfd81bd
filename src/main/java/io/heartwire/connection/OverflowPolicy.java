package io.heartwire.connection;

/** What happens when a message does not fit into the {@link Outbox} of a slow connection. */
public enum OverflowPolicy {
  /** The connection is closed with code 3008; nothing is lost silently. */
  DISCONNECT,
  /** The messages that have waited longest make room. */
  DROP_OLDEST,
  /** Waiting messages of the same topic make room first, then those that have waited longest. */
  LATEST
}
