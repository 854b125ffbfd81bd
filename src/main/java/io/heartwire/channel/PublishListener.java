package io.heartwire.channel;

import io.heartwire.visibility.Internal;

/** Learns how long publications take. Called by any thread; must be quick and must not block. */
@Internal
public interface PublishListener {

  /**
   * A publication has been handed to all subscribers of this node; called by the thread that
   * delivers, once for each publication.
   */
  void fannedOut(long nanos);

  /**
   * The engine has accepted what this node has published.
   *
   * @param nanos since it was published
   */
  default void accepted(long nanos) {}
}
