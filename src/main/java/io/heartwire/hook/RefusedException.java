package io.heartwire.hook;

/** An application's answer to a client that is not what the client asked for. */
public final class RefusedException extends RuntimeException implements ApplicationAnswer {
  private static final long serialVersionUID = 1L;

  /** The protocol's code for what can't be understood. */
  public static final int BAD_REQUEST = 107;

  private final int code;
  private final boolean temporary;

  /**
   * @param code of the application, from 400 to 1999, or one of the protocol's
   * @param message for the client
   * @param temporary whether the client may try the same again later
   */
  public RefusedException(int code, String message, boolean temporary) {
    super(message, null, false, false);
    this.code = code;
    this.temporary = temporary;
  }

  public RefusedException(int code, String message) {
    this(code, message, false);
  }

  public int code() {
    return code;
  }

  public String message() {
    return String.valueOf(getMessage());
  }

  public boolean isTemporary() {
    return temporary;
  }
}
