package io.heartwire.wire;

/** The server is not as it is known, so connections have to be served the portable way. */
public final class WireUnsupportedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public WireUnsupportedException(String what, Throwable cause) {
    super(what, cause);
  }
}
