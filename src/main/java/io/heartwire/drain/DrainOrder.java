package io.heartwire.drain;

import io.heartwire.connection.Connection;
import java.util.Comparator;

/** Who goes first. */
public enum DrainOrder {
  /** Those that have been connected for the longest time: they have had their share. */
  OLDEST(Connection::openedAt),
  /** Those whose last message, in either direction, is the longest ago: they notice the least. */
  IDLE(Connection::lastMessageAt);

  private interface Moment {
    long of(Connection connection);
  }

  private final Moment moment;

  DrainOrder(Moment moment) {
    this.moment = moment;
  }

  /**
   * Orders connections as they are when this is called for each of them: to be used on moments that
   * were read once, since those of a connection change while a list is sorted.
   */
  Place place(Connection connection) {
    return new Place(connection, moment.of(connection));
  }

  /** A connection in the queue. */
  record Place(Connection connection, long moment) {
    /** Moments are compared by their difference, since the counter may overflow. */
    static final Comparator<Place> FIRST_COME = (a, b) -> Long.signum(a.moment - b.moment);
  }
}
