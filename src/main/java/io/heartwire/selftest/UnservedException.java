package io.heartwire.selftest;

import java.io.IOException;

/** Somebody answers at the gateway's port, and a client is not served as it should be. */
final class UnservedException extends IOException {
  private static final long serialVersionUID = 1L;

  UnservedException(String message) {
    super(message);
  }
}
