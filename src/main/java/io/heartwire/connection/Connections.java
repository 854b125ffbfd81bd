package io.heartwire.connection;

import java.util.List;
import java.util.Optional;

/** The read-only view of the pool, for everything that watches. Safe for use by any thread. */
public interface Connections {

  /** Counts by state, in constant time: cheap enough for a probe every second. */
  ConnectionCounts counts();

  /** Returns a snapshot of one connection, if it is not yet released. */
  Optional<ConnectionSnapshot> find(ConnectionId id);

  /** Returns snapshots of all connections of one user. */
  List<ConnectionSnapshot> ofUser(String user);

  /** Returns snapshots of all connections; creates one record for each. */
  List<ConnectionSnapshot> snapshot();

  /** Returns counts of events since the start. */
  ConnectionTotals totals();
}
