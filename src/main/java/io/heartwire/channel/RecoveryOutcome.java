package io.heartwire.channel;

import io.heartwire.visibility.Internal;

/** How a subscription that came back with a position ended up. */
@Internal
public enum RecoveryOutcome {
  /** It has got all that it had missed. */
  RECOVERED,
  /** The history does not have all of it any more; the client was told. */
  UNRECOVERABLE,
  /** It was refused, or the engine did not answer. */
  FAILED
}
