package io.heartwire.client.pool;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A session in use and its borrower.
 *
 * @param session the session's number, as in log messages
 * @param borrower the name of the thread that borrowed it
 * @param held for how long so far
 * @param isLeak whether that is longer than the leak-detection threshold, and was reported
 * @param place where it was borrowed, or null if {@link PoolSettings#leakStackTraces} is off
 */
public record Loan(
    long session, String borrower, Duration held, boolean isLeak, @Nullable Throwable place) {

  @Override
  public String toString() {
    return "session %d, held by %s for %d ms".formatted(session, borrower, held.toMillis());
  }
}
