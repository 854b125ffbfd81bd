package io.heartwire.client;

/**
 * The request was sent and not answered: it may have had its effect or not. To make it again may
 * repeat the effect.
 */
public final class OutcomeUnknownException extends HeartwireClientException {
  private static final long serialVersionUID = 1L;

  OutcomeUnknownException(String message) {
    super(message);
  }
}
