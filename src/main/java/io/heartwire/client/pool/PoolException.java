package io.heartwire.client.pool;

import org.jspecify.annotations.Nullable;

/** Why a borrower gets no session. */
public class PoolException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PoolException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
