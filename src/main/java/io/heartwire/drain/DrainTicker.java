package io.heartwire.drain;

import java.util.function.BooleanSupplier;

/** Calls the ticks of a run. */
interface DrainTicker {

  /**
   * Calls {@code tick} every few dozen milliseconds, one call at a time, until it returns true.
   *
   * @throws java.util.concurrent.RejectedExecutionException if the application is stopping
   */
  void untilOver(BooleanSupplier tick);
}
