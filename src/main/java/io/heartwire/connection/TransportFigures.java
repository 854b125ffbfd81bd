package io.heartwire.connection;

import io.heartwire.visibility.Internal;
import java.util.List;

/**
 * Figures about the transports of all connections, for health and metrics. Safe for use by any
 * thread.
 */
@Internal
public interface TransportFigures {

  /** The number of threads that peers block now; each has been replaced, up to a limit. */
  int stuckThreads();

  /**
   * The names of event loops and thread pools that have work but make no progress, so that their
   * connections hang; empty when all is well.
   */
  List<String> stalled();

  /** Returns whether the container alone serves new connections. */
  boolean isPortable();

  /** Errors on single connections since the start, each of which ended at most that connection. */
  long errors();
}
