package io.heartwire.connection;

import io.heartwire.visibility.Internal;

/**
 * What happens when a message does not fit into the {@link Outbox} of a slow connection. Only
 * messages of its own {@linkplain Message#topic() topic} are dropped for it.
 */
@Internal
public enum OverflowPolicy {
  /** The connection is closed with code 3008, so that nothing is lost silently. */
  DISCONNECT,
  /** The oldest messages of its topic are dropped for it; if that is not enough, it is dropped. */
  DROP_OLDEST,
  /** All waiting messages of its topic are dropped for it; if that is not enough, it is dropped. */
  LATEST
}
