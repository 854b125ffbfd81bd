package io.heartwire.protocol;

import io.heartwire.connection.ConnectionId;
import io.heartwire.time.LogThrottle;
import io.heartwire.time.TimeSource;
import io.heartwire.trace.LogFields;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Counts errors of single connections, and logs at most one a second. */
@Singleton
public class ConnectionErrors {
  private static final Logger LOG = Logger.getLogger(ConnectionErrors.class.getName());

  private final LongAdder count = new LongAdder();
  private final LogThrottle throttle;

  @Inject
  public ConnectionErrors(TimeSource time) {
    throttle = new LogThrottle(time);
  }

  /** One of this connection, which the line names in a field of its own, too. */
  public void report(ConnectionId connection, String what, Throwable failure) {
    LogFields.about(connection, () -> reportStranger(what, failure));
  }

  /** One of a client that is no connection of the pool. */
  public void reportStranger(String what, Throwable failure) {
    count.increment();
    if (throttle.permits()) {
      LOG.log(Level.WARNING, what, failure);
    }
  }

  public long count() {
    return count.sum();
  }
}
