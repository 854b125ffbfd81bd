package io.heartwire.connection;

/** What the wires of all connections have to report. Safe for use by any thread. */
public interface TransportFigures {

  /** Threads that peers keep blocked now; each has been replaced, up to a limit. */
  int stuckThreads();

  /** Whether the limit is reached, and connections stand still because nobody writes to them. */
  boolean isMute();

  /** Errors on single connections since the start, each of which ended at most that connection. */
  long errors();
}
