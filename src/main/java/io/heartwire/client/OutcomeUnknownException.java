package io.heartwire.client;

/**
 * The request was sent and not answered: it may or may not have had its effect. Repeating it may
 * repeat the effect.
 */
public final class OutcomeUnknownException extends HeartwireClientException {
  private static final long serialVersionUID = 1L;

  OutcomeUnknownException(String message) {
    super(message);
  }
}
