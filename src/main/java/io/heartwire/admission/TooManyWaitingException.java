package io.heartwire.admission;

import jakarta.servlet.ServletException;

/** As many handshakes wait as may; the client is refused. */
public final class TooManyWaitingException extends ServletException {
  private static final long serialVersionUID = 1L;
}
