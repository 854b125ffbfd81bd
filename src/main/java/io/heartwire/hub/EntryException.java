package io.heartwire.hub;

import io.heartwire.visibility.Internal;

/** Why a connection can't be an identity's; carries no stack trace. */
@Internal
public final class EntryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What stands in the way. */
  public enum Reason {
    /** The container knows another user by it, and nobody becomes another. */
    OTHER_USER,
    /** The time is over before it has begun. */
    EXPIRED,
    /** The user, or the tenant's class, has as many connections as it may. */
    FULL
  }

  private final Reason reason;

  EntryException(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
