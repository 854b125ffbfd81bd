package io.heartwire.client.pool;

import java.time.Duration;

/**
 * Is told what happens in a pool, to feed whatever metrics an application has. Figures of the
 * moment are in {@link SessionPool#figures()}.
 *
 * <p>Called by any thread, several at a time, outside the pool's lock; must not wait. What it
 * throws is logged once and changes nothing.
 */
public interface PoolMetrics {

  /** Tells nobody. */
  PoolMetrics NONE = new PoolMetrics() {};

  /** A session was handed out. */
  default void borrowed(Duration waited) {}

  /** A borrower went away without a session, after the borrow timeout. */
  default void timedOut() {}

  /** A session was given back. */
  default void returned(Duration held) {}

  /** A session was opened. */
  default void opened(Duration took) {}

  default void openFailed(Throwable cause) {}

  default void closed(CloseCause cause) {}

  /** A session has been in use for longer than the threshold; told once for each loan. */
  default void leaked(Loan loan) {}
}
