package io.heartwire.channel;

import io.heartwire.time.LogThrottle;
import io.heartwire.time.TimeSource;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Looks after the steps of the broker that nobody waits for. Safe for use by any thread. */
final class BrokerSteps {
  private static final Logger LOG = Logger.getLogger(BrokerSteps.class.getName());

  private final LongAdder failed = new LongAdder();
  private final LogThrottle log;

  BrokerSteps(TimeSource time) {
    this.log = new LogThrottle(time);
  }

  /** Counts and logs it when the step fails. */
  void watch(CompletionStage<?> step) {
    step.exceptionally(
        failure -> {
          failed.increment();
          if (log.permits()) {
            LOG.log(Level.WARNING, failure, () -> "A step of the broker failed");
          }
          return null;
        });
  }

  long failed() {
    return failed.sum();
  }
}
