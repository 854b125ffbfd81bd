package io.heartwire.client.pool;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * No session became free within the borrow timeout. If the last attempt to open one failed, the
 * cause says why.
 */
public final class BorrowTimeoutException extends PoolException {
  private static final long serialVersionUID = 1L;

  private final transient PoolStats stats;

  BorrowTimeoutException(Duration waited, PoolStats stats, @Nullable Throwable cause) {
    super(
        "no session within the borrowTimeout of %d ms: %s%s"
            .formatted(waited.toMillis(), stats, cause == null ? "" : "; opening fails: " + cause),
        cause);
    this.stats = stats;
  }

  /** The pool's numbers at that moment; this borrower counts as waiting. */
  public PoolStats stats() {
    return stats;
  }
}
