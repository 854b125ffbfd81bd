package io.heartwire.connection;

import java.util.List;

/** What the wires of all connections have to report. Safe for use by any thread. */
public interface TransportFigures {

  /** Threads that peers keep blocked now; each has been replaced, up to a limit. */
  int stuckThreads();

  /**
   * The names of event loops and pools of threads that have work and make no progress, so that
   * their connections stand still; empty when all is well.
   */
  List<String> stalled();

  /** Whether new connections are served by the container alone. */
  boolean isPortable();

  /** Errors on single connections since the start, each of which ended at most that connection. */
  long errors();
}
