package io.heartwire.connection;

/**
 * Who keeps the books of the connections: told of every transition, and of the end exactly once.
 *
 * <p>Called by any thread, outside of any lock; nothing may block.
 */
interface Owner extends RoundTripListener {
  void moved(ConnectionState from, ConnectionState to);

  /**
   * The user is known now; may come after {@link #released}.
   *
   * @return false if the user has as many connections as one may have
   */
  boolean identified(Connection connection);

  void released(Connection connection);

  void opened(Connection connection);

  /** Follows {@link #opened}, never precedes it. */
  void closed(Connection connection, CloseReason reason);

  void hookFailed(Connection connection, RuntimeException failure);

  void exceeded(Limit limit);

  /** The class of that name; see {@link Tenants#of}. */
  Tenant tenant(String name);
}
