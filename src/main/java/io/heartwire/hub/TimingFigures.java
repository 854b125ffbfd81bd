package io.heartwire.hub;

import io.heartwire.visibility.Internal;

/** What takes how long on this node, for people. Safe for use by any thread; nothing blocks. */
@Internal
public interface TimingFigures {
  /** From a ping that was written until its pong was read. */
  Distribution roundTrips();

  /** From publishing until written to a subscriber's socket; of a sample of publications. */
  Distribution written();
}
