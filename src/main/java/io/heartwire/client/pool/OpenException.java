package io.heartwire.client.pool;

import io.heartwire.client.Failure;

/** A session could not be opened. */
public final class OpenException extends PoolException {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  OpenException(Failure failure) {
    super(failure.toString(), null);
    this.failure = failure;
  }

  /** Why it could not be opened. */
  public Failure failure() {
    return failure;
  }
}
