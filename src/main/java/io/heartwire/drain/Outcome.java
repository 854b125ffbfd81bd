package io.heartwire.drain;

/** What became of a connection that was to go. */
public enum Outcome {
  /** Closed with advice, after all that waited for it had been written. */
  MOVED,
  /** Asked to go, and ended before all that waited for it had been written. */
  LOST,
  /** Not asked before the deadline, and closed then with all the others. */
  CUT,
  /** Gone by itself before it was asked. */
  LEFT
}
