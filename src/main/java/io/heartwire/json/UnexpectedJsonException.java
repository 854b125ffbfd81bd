package io.heartwire.json;

import java.io.IOException;

/** JSON that is not what was asked for; says which member and what is allowed, without a trace. */
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
