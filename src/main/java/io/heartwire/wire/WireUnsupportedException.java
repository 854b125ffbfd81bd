package io.heartwire.wire;

/** The server's classes differ from the known version, so connections must be served portably. */
public final class WireUnsupportedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public WireUnsupportedException(String what, Throwable cause) {
    super(what, cause);
  }
}
