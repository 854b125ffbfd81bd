package io.heartwire.connection;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The connections of each user, up to the limit for one user. Safe for use by any thread; nothing
 * blocks.
 */
final class UserIndex {
  /**
   * A set changes only within an atomic operation of the map, so that check and count are one step.
   */
  private final Map<String, Set<Connection>> byUser = new ConcurrentHashMap<>();

  private final int most;

  private volatile UserWatch watch = UserWatch.NONE;

  /** The number of connections in the map; changed within its atomic operations. */
  private final AtomicInteger connections = new AtomicInteger();

  /**
   * @param most 0 = no limit
   */
  UserIndex(int most) {
    this.most = most == 0 ? Integer.MAX_VALUE : most;
  }

  /**
   * Adds a connection to those of its user.
   *
   * @return false if the user has reached the limit; anonymous users have none
   */
  boolean add(Connection connection) {
    String user = connection.peer().user();
    if (user.isEmpty()) {
      return true;
    }
    if (watch.isFull(user)) {
      return of(user).contains(connection);
    }
    boolean isIn =
        byUser.compute(user, (name, others) -> with(connection, others)).contains(connection);
    watch.changed(user);
    return isIn;
  }

  /** Removes a connection if it is present. */
  void remove(Connection connection) {
    String name = connection.peer().user();
    byUser.computeIfPresent(
        name,
        (user, present) -> {
          if (present.remove(connection)) {
            connections.decrementAndGet();
          }
          return present.isEmpty() ? null : present;
        });
    if (!name.isEmpty()) {
      watch.changed(name);
    }
  }

  /** Whose connections change is told from now on. */
  void watch(UserWatch told) {
    watch = told;
  }

  /** All users with a connection. */
  Set<String> names() {
    return Set.copyOf(byUser.keySet());
  }

  /** Returns the present connections of a user. */
  List<Connection> of(String user) {
    return List.copyOf(byUser.getOrDefault(user, Set.of()));
  }

  /** The number of users with a connection. */
  int users() {
    return byUser.size();
  }

  /** The number of connections with a user. */
  int connections() {
    return connections.get();
  }

  /** Returns whether {@link #add} would refuse a connection of this user now. */
  boolean isFull(String user) {
    return byUser.getOrDefault(user, Set.of()).size() >= most || watch.isFull(user);
  }

  private Set<Connection> with(Connection connection, @Nullable Set<Connection> others) {
    Set<Connection> own = others == null ? ConcurrentHashMap.newKeySet() : others;
    if (own.size() < most && own.add(connection)) {
      connections.incrementAndGet();
    }
    return own;
  }
}
