package io.heartwire.protocol;

import io.heartwire.time.LogThrottle;
import io.heartwire.time.TimeSource;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Counts what goes wrong on single connections, and logs it at most once a second. */
@Singleton
public class Troubles {
  private static final Logger LOG = Logger.getLogger(Troubles.class.getName());

  private final LongAdder count = new LongAdder();
  private final LogThrottle throttle;

  @Inject
  public Troubles(TimeSource time) {
    throttle = new LogThrottle(time);
  }

  public void report(String what, Throwable failure) {
    count.increment();
    if (throttle.permits()) {
      LOG.log(Level.WARNING, what, failure);
    }
  }

  public long count() {
    return count.sum();
  }
}
