package io.heartwire.drain;

import io.heartwire.connection.Connection;
import io.heartwire.connection.LivenessFacts;
import java.util.Comparator;

/** The order in which connections are closed. */
public enum DrainOrder {
  /** The oldest connections first. */
  OLDEST(LivenessFacts::openedAt),
  /**
   * The connections whose last message, in either direction, is the longest ago: they notice the
   * least.
   */
  IDLE(LivenessFacts::lastMessageAt);

  private interface Moment {
    long of(LivenessFacts facts);
  }

  private final Moment moment;

  DrainOrder(Moment moment) {
    this.moment = moment;
  }

  /**
   * Reads the sort key of a connection once: it may change while a list is sorted, which would
   * break the sort.
   */
  Keyed keyed(Connection connection) {
    return new Keyed(connection, moment.of(connection.liveness()));
  }

  /** A connection with its sort key. */
  record Keyed(Connection connection, long moment) {
    /** Moments are compared by their difference, since the counter may overflow. */
    static final Comparator<Keyed> FIRST_COME = (a, b) -> Long.signum(a.moment - b.moment);
  }
}
