package io.heartwire.testkit;

import java.io.UncheckedIOException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for processes. */
final class Patience {
  private static final long MOST_NANOS = 60_000_000_000L;
  private static final long PAUSE_NANOS = 10_000_000;

  private Patience() {}

  /**
   * Waits until it is so. A server that cannot be asked at the moment, because it starts, ends its
   * connections or is busy, is asked again.
   *
   * @param what is waited for, in words
   * @throws IllegalStateException if it is not so within a minute
   */
  static void until(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + MOST_NANOS;
    while (true) {
      UncheckedIOException unanswered = null;
      try {
        if (condition.getAsBoolean()) {
          return;
        }
      } catch (UncheckedIOException failed) {
        unanswered = failed;
      }
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException("waited in vain for " + what, unanswered);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
