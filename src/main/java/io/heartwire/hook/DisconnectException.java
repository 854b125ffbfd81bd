package io.heartwire.hook;

/** An application's wish to close the connection of the client that asked. */
public final class DisconnectException extends RuntimeException implements ApplicationAnswer {
  private static final long serialVersionUID = 1L;

  private static final int LEAST_CODE = 3000;
  private static final int MOST_CODE = 4999;

  private final int code;

  /**
   * @param code from 3000 to 4999: below 3500, and from 4000 to 4499, the client comes back
   * @param reason for the client
   */
  public DisconnectException(int code, String reason) {
    super(reason, null, false, false);
    requireCode(code);
    this.code = code;
  }

  static void requireCode(int code) {
    if (code < LEAST_CODE || code > MOST_CODE) {
      throw new IllegalArgumentException(
          "a hook's disconnect code must be from %d to %d, was %d"
              .formatted(LEAST_CODE, MOST_CODE, code));
    }
  }

  public int code() {
    return code;
  }

  public String reason() {
    return String.valueOf(getMessage());
  }
}
