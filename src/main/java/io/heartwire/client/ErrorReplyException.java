package io.heartwire.client;

/** The server refused the request, which had no effect. */
public final class ErrorReplyException extends HeartwireClientException {
  private static final long serialVersionUID = 1L;

  private final int code;
  private final String reason;
  private final boolean temporary;

  ErrorReplyException(int code, String message, boolean temporary) {
    super(code + " " + message);
    this.code = code;
    this.reason = message;
    this.temporary = temporary;
  }

  /** An error code of the Centrifuge protocol, or of the server's application. */
  public int code() {
    return code;
  }

  /** The server's message. */
  public String reason() {
    return reason;
  }

  /** Whether the same request may succeed later. */
  public boolean isTemporary() {
    return temporary;
  }
}
