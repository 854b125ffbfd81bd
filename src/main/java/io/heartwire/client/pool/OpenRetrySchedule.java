package io.heartwire.client.pool;

import io.heartwire.client.Backoff;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Decides when sessions may be opened. As long as that succeeds, all that are missing may be opened
 * at once; after a failure one at a time, with growing pauses. While a borrower waits the pauses do
 * not grow, so that it has its session soon after the server is back.
 *
 * <p>Guarded by the lock of {@link PoolState}.
 */
final class OpenRetrySchedule {

  /**
   * The time until the next attempt.
   *
   * @param forWaiting while a borrower waits
   * @param otherwise while nobody waits; at least as long
   */
  record Pause(Duration forWaiting, Duration otherwise) {}

  private final Backoff backoff;
  private int failures; // in a row
  private long notBefore;
  private long notBeforeForWaiting; // while a borrower waits
  private @Nullable Throwable lastFailure;

  OpenRetrySchedule(Backoff backoff) {
    this.backoff = backoff;
  }

  /** How many of the missing sessions may be opened now. */
  int allowed(int missing, int opening, boolean isWaitedFor, long now) {
    if (failures == 0) {
      return missing;
    }
    long from = isWaitedFor ? notBeforeForWaiting : notBefore;
    return opening == 0 && now - from >= 0 ? Math.min(1, missing) : 0;
  }

  void succeeded() {
    failures = 0;
    lastFailure = null;
  }

  /**
   * Returns the pause that begins now, or null if an attempt that began together with this one has
   * failed before and its pause goes on.
   *
   * @param advice how long the server wants clients to wait, or null
   */
  @Nullable Pause failed(Throwable cause, @Nullable Duration advice, long now) {
    lastFailure = cause;
    if (failures > 0 && now - notBeforeForWaiting < 0) {
      return null;
    }
    failures++;
    double random = ThreadLocalRandom.current().nextDouble();
    Duration forWaiting = longer(backoff.delay(1, random), advice);
    Duration otherwise = longer(backoff.delay(failures, random), advice);
    notBeforeForWaiting = now + forWaiting.toNanos();
    notBefore = now + otherwise.toNanos();
    return new Pause(forWaiting, otherwise);
  }

  private static Duration longer(Duration own, @Nullable Duration advice) {
    return advice == null || advice.compareTo(own) < 0 ? own : advice;
  }

  /** Why the last attempt failed, or null if it succeeded. */
  @Nullable Throwable lastFailure() {
    return lastFailure;
  }
}
