package io.heartwire.hook;

import io.heartwire.visibility.Internal;

/** A bean that was not asked, since it is overloaded or fails too often: try again later. */
@Internal
public final class HookUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final CallOutcome outcome;

  HookUnavailableException(String bean, CallOutcome outcome) {
    super("%s was not asked: %s".formatted(bean, outcome), null, false, false);
    this.outcome = outcome;
  }

  /** {@link CallOutcome#BUSY} or {@link CallOutcome#CIRCUIT_OPEN}. */
  public CallOutcome outcome() {
    return outcome;
  }
}
