package io.heartwire.drain;

import java.util.function.BooleanSupplier;

/** What makes a going go on. */
interface Ticks {

  /**
   * Calls this every few dozen milliseconds, one call at a time, until it says that it is over.
   *
   * @throws java.util.concurrent.RejectedExecutionException if there is nobody to do so any more
   */
  void untilOver(BooleanSupplier tick);
}
