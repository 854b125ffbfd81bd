package io.heartwire.connection;

import java.util.List;
import java.util.Optional;

/** The read-only view of the pool, for everything that watches. Safe for use by any thread. */
public interface Connections {

  /** Counts by state, in constant time: cheap enough for a probe every second. */
  ConnectionCounts counts();

  /** The facts of one connection, if it is still there. */
  Optional<ConnectionSnapshot> find(ConnectionId id);

  /** The facts of all connections of one user. */
  List<ConnectionSnapshot> ofUser(String user);

  /** The facts of all connections; costs one record each. */
  List<ConnectionSnapshot> snapshot();

  /** What has happened since the start. */
  ConnectionTotals totals();
}
