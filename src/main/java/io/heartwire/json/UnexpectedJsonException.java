package io.heartwire.json;

import java.io.IOException;

/**
 * JSON with an unexpected value. The message names the member and what is allowed; there is no
 * stack trace.
 */
public final class UnexpectedJsonException extends IOException {
  private static final long serialVersionUID = 1L;

  public UnexpectedJsonException(String why) {
    super(why);
  }

  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}
