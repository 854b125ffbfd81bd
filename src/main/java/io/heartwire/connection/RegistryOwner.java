package io.heartwire.connection;

/**
 * The listener to which every connection reports: it hears of every transition, and of the end
 * exactly once. The registry keeps its indexes and counts by it.
 *
 * <p>Called by any thread, outside of any lock; nothing may block.
 */
interface RegistryOwner extends TimingListener {
  void moved(ConnectionState from, ConnectionState to);

  /**
   * The user has become known; may come after {@link #released}.
   *
   * @return false if the user has reached the limit of connections
   */
  boolean identified(Connection connection);

  void released(Connection connection);

  void opened(Connection connection);

  /** Always comes after {@link #opened}. */
  void closed(Connection connection, CloseReason reason);

  void hookFailed(Connection connection, RuntimeException failure);

  void exceeded(ConnectionLimit limit);

  /** An application message, or a part of one, has come in. */
  void received(int bytes, boolean complete);

  /** Messages were written together; with their separators they had so many payload bytes. */
  void sent(int messages, int bytes);

  /** Returns the tenant of that name; see {@link Tenants#of}. */
  Tenant tenant(String name);
}
