package io.heartwire.client.pool;

import io.heartwire.client.Backoff;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * When sessions may be opened: as many as are missing while that works, one at a time and less and
 * less often while it does not.
 *
 * <p>Guarded by the lock of the books.
 */
final class Retries {
  private final Backoff backoff;
  private int failures; // in a row
  private long notBefore;
  private @Nullable Throwable lastFailure;

  Retries(Backoff backoff) {
    this.backoff = backoff;
  }

  /** How many of the missing sessions may be opened now. */
  int allowed(int missing, int opening, long now) {
    if (failures == 0) {
      return missing;
    }
    return opening == 0 && now - notBefore >= 0 ? Math.min(1, missing) : 0;
  }

  void succeeded() {
    failures = 0;
    lastFailure = null;
  }

  /**
   * How long nothing is to be opened now; null if an attempt that began together with this one has
   * failed before, which has said so.
   *
   * @param advice how long the server wants it to be, or null
   */
  @Nullable Duration failed(Throwable cause, @Nullable Duration advice, long now) {
    lastFailure = cause;
    if (failures > 0 && now - notBefore < 0) {
      return null;
    }
    failures++;
    Duration own = backoff.delay(failures, ThreadLocalRandom.current().nextDouble());
    Duration delay = advice == null || advice.compareTo(own) < 0 ? own : advice;
    notBefore = now + delay.toNanos();
    return delay;
  }

  /** Why the last session could not be opened, or null if it was. */
  @Nullable Throwable lastFailure() {
    return lastFailure;
  }
}
