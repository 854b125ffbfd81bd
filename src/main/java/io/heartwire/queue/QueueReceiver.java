package io.heartwire.queue;

import io.heartwire.visibility.Internal;

/**
 * Gets the messages of one consumer, one call at a time for each of its subscriptions, by any
 * thread; must not block. What it throws gives the message back.
 */
@Internal
@FunctionalInterface
public interface QueueReceiver {

  void deliver(QueueDelivery delivery);

  /**
   * The node has lost this message, which goes or went to another consumer: after a time-out of its
   * acknowledgement, or since the engine could not be reached for longer than the lease.
   */
  default void lost(QueueDelivery delivery) {}

  /**
   * Whether it settles each message some time, also one that it has lost: until then that takes up
   * its credit, so that it never works on more than it has credit for.
   */
  default boolean settlesWhatItLost() {
    return false;
  }
}
