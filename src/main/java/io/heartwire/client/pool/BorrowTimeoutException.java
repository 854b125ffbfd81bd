package io.heartwire.client.pool;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * No session became free within the borrow timeout; the cause is why none could be opened, if the
 * last attempt failed.
 */
public final class BorrowTimeoutException extends PoolException {
  private static final long serialVersionUID = 1L;

  private final transient PoolFigures figures;

  BorrowTimeoutException(Duration waited, PoolFigures figures, @Nullable Throwable cause) {
    super(
        "no session within the borrowTimeout of %d ms: %s%s"
            .formatted(
                waited.toMillis(), figures, cause == null ? "" : "; opening fails: " + cause),
        cause);
    this.figures = figures;
  }

  /** The pool at that moment, this borrower counted among the waiting. */
  public PoolFigures figures() {
    return figures;
  }
}
