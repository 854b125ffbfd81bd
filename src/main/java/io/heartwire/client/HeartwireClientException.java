package io.heartwire.client;

/** Why a client's future failed; the subclasses say what that means for the request. */
public abstract sealed class HeartwireClientException extends RuntimeException
    permits ConnectException, NotSentException, OutcomeUnknownException, ErrorReplyException {
  private static final long serialVersionUID = 1L;

  HeartwireClientException(String message) {
    super(message);
  }
}
