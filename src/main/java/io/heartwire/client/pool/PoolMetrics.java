package io.heartwire.client.pool;

import java.time.Duration;

/**
 * Hears what happens in a pool, for the metrics of the application. {@link SessionPool#stats()} has
 * the pool's numbers.
 *
 * <p>Methods are called by any thread, several at a time, outside the pool's lock, and must not
 * block. An exception is logged once and changes nothing.
 */
public interface PoolMetrics {

  /** Does nothing. */
  PoolMetrics NONE = new PoolMetrics() {};

  /** A session was handed out. */
  default void borrowed(Duration waited) {}

  /** A borrower got no session within the borrow timeout. */
  default void timedOut() {}

  /** A session was given back. */
  default void returned(Duration held) {}

  /** A session was opened. */
  default void opened(Duration took) {}

  default void openFailed(Throwable cause) {}

  default void closed(CloseCause cause) {}

  /** A session has been in use for longer than the threshold; called once for each loan. */
  default void leaked(Loan loan) {}
}
