package io.heartwire.connection;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The connections of each user, up to the limit for one user. Safe for use by any thread; nothing
 * blocks.
 */
final class UserIndex {
  /** A set changes only within a step of the map's, so that check and count are one. */
  private final Map<String, Set<Connection>> byUser = new ConcurrentHashMap<>();

  private final int most;

  /**
   * @param most 0 = no limit
   */
  UserIndex(int most) {
    this.most = most == 0 ? Integer.MAX_VALUE : most;
  }

  /**
   * Enters a connection under its user's name.
   *
   * @return false if the user has as many as one may have; the anonymous have no limit
   */
  boolean add(Connection connection) {
    String user = connection.peer().user();
    return user.isEmpty()
        || byUser.compute(user, (name, others) -> with(connection, others)).contains(connection);
  }

  /** Nothing happens if it is not there. */
  void remove(Connection connection) {
    byUser.computeIfPresent(
        connection.peer().user(),
        (user, connections) -> {
          connections.remove(connection);
          return connections.isEmpty() ? null : connections;
        });
  }

  /** Those of this moment. */
  List<Connection> of(String user) {
    return List.copyOf(byUser.getOrDefault(user, Set.of()));
  }

  /** Whether {@link #add} would refuse now. */
  boolean isFull(String user) {
    return byUser.getOrDefault(user, Set.of()).size() >= most;
  }

  private Set<Connection> with(Connection connection, @Nullable Set<Connection> others) {
    Set<Connection> connections = others == null ? ConcurrentHashMap.newKeySet() : others;
    if (connections.size() < most) {
      connections.add(connection);
    }
    return connections;
  }
}
