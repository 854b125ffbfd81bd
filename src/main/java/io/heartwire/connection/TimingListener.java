package io.heartwire.connection;

import io.heartwire.visibility.Internal;

/**
 * Receives times that are measured on single connections, for figures over all of them. Must be
 * quick and must not block: threads that read and write for clients call it.
 */
@Internal
public interface TimingListener {

  /**
   * Called when a peer has answered a ping.
   *
   * @param nanos from just before the ping was written until its pong was read
   */
  void roundTrip(long nanos);

  /**
   * Called when a message that is {@linkplain Message#measureSince measured} has been written, once
   * for each connection.
   *
   * @param nanos from the moment the message is measured from until the write returned
   */
  default void written(long nanos) {}
}
