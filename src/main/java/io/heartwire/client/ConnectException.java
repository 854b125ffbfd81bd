package io.heartwire.client;

/** The client has given up on its connection. */
public final class ConnectException extends HeartwireClientException {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  ConnectException(Failure failure, String message) {
    super(message);
    this.failure = failure;
    if (failure instanceof Failure.NoToken noToken) {
      initCause(noToken.cause());
    }
  }

  /** The last failure. */
  public Failure failure() {
    return failure;
  }
}
