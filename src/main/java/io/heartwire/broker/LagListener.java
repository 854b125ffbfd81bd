package io.heartwire.broker;

import io.heartwire.visibility.Internal;

/**
 * Learns how long publications were under way between nodes. Called by the thread that delivers;
 * must be quick and must not block.
 */
@Internal
@FunctionalInterface
public interface LagListener {

  /**
   * A publication has been handed to this node's subscribers.
   *
   * @param nanos since the engine's store accepted it, from whichever node, by the store's clock
   */
  void delivered(long nanos);
}
