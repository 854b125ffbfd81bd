package io.heartwire.client.pool;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Passes events to the application's {@link PoolMetrics}, which may fail, and logs those that an
 * operator has to know. Safe for use by any thread.
 */
final class PoolReporter {
  private static final Logger LOG = Logger.getLogger(SessionPool.class.getName());

  private final String pool;
  private final PoolMetrics metrics;
  private final AtomicBoolean metricsFailed = new AtomicBoolean();
  private final AtomicBoolean isFailing = new AtomicBoolean();

  PoolReporter(String pool, PoolMetrics metrics) {
    this.pool = pool;
    this.metrics = metrics;
  }

  void borrowed(Duration waited) {
    tell(to -> to.borrowed(waited));
  }

  void timedOut() {
    tell(PoolMetrics::timedOut);
  }

  void returned(Loan loan) {
    tell(to -> to.returned(loan.held()));
    if (loan.isLeak()) {
      LOG.log(Level.INFO, "{0}: given back after all: {1}", new Object[] {pool, loan});
    }
  }

  void opened(Duration took) {
    tell(to -> to.opened(took));
    if (isFailing.compareAndSet(true, false)) {
      LOG.log(Level.INFO, "{0}: sessions can be opened again", pool);
    }
  }

  void openFailed(Throwable cause) {
    tell(to -> to.openFailed(cause));
    if (isFailing.compareAndSet(false, true)) {
      LOG.log(
          Level.WARNING, pool + ": no session can be opened; not logged again until one is", cause);
    }
  }

  void closed(CloseCause cause) {
    tell(to -> to.closed(cause));
  }

  void leaked(Loan loan) {
    tell(to -> to.leaked(loan));
    LOG.log(
        Level.WARNING,
        pool + ": is this a leak? Held for longer than leakDetectionThreshold: " + loan,
        loan.place());
  }

  private void tell(Consumer<PoolMetrics> event) {
    try {
      event.accept(metrics);
    } catch (RuntimeException | Error failed) {
      if (metricsFailed.compareAndSet(false, true)) {
        LOG.log(Level.WARNING, pool + ": its PoolMetrics failed; not logged again", failed);
      }
    }
  }
}
