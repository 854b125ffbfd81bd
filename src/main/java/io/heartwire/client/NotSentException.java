package io.heartwire.client;

/** The request was not sent: it had no effect, and may be repeated. */
public final class NotSentException extends HeartwireClientException {
  private static final long serialVersionUID = 1L;

  NotSentException(String message) {
    super(message);
  }
}
