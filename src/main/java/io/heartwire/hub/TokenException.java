package io.heartwire.hub;

import io.heartwire.hook.ApplicationAnswer;

/** A token that proves nothing, or nothing any more. */
public final class TokenException extends RuntimeException implements ApplicationAnswer {
  private static final long serialVersionUID = 1L;

  /** What is wrong with it. */
  public enum Flaw {
    /** It never was good. */
    INVALID,
    /** Its time is over; the client is to get a new one. */
    EXPIRED,
    /** It has been withdrawn; the client is to get a new one. */
    REVOKED,
    /** Nobody can say: the keys are not there yet. The client is to try the same one again. */
    UNDECIDED
  }

  private final Flaw flaw;

  public TokenException(Flaw flaw, String message) {
    super(message, null, false, false);
    this.flaw = flaw;
  }

  public Flaw flaw() {
    return flaw;
  }
}
