package io.heartwire.channel;

import io.heartwire.time.LogThrottle;
import io.heartwire.time.TimeSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Counts and logs failures that no caller may look at. Safe for use by any thread. */
final class BackgroundFailures {
  private static final Logger LOG = Logger.getLogger(BackgroundFailures.class.getName());

  private final LongAdder failed = new LongAdder();
  private final LogThrottle log;

  BackgroundFailures(TimeSource time) {
    this.log = new LogThrottle(time);
  }

  /** Counts and logs the failure if the operation fails. */
  void watch(CompletionStage<?> operation) {
    operation.exceptionally(
        failure -> {
          failed.increment();
          if (log.permits()) {
            LOG.log(Level.WARNING, failure, () -> "A broker operation failed");
          }
          return null;
        });
  }

  /** Counts and logs why a publication is refused, and fails a stage with it. */
  <T> CompletionStage<T> reported(ChannelException refusal) {
    failed.increment();
    if (log.permits()) {
      LOG.warning(() -> "Nothing was published: " + refusal.getMessage());
    }
    return CompletableFuture.failedStage(refusal);
  }

  long failed() {
    return failed.sum();
  }
}
