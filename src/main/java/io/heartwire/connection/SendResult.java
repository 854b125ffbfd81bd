package io.heartwire.connection;

import io.heartwire.visibility.Internal;

/** The result of sending a message to a connection. */
@Internal
public enum SendResult {
  /** It is being written, or waits to be. */
  ACCEPTED,
  /** The overflow policy dropped it. */
  DROPPED,
  /** The outbox is full: the connection must be closed as slow. */
  OVERFLOWED,
  /** The connection is closed. */
  CLOSED
}
