package io.heartwire.drain;

/** The outcome of draining one connection. */
public enum DrainOutcome {
  /** Closed with advice, after all its waiting messages had been written. */
  MOVED,
  /** Closed with advice, but it ended before all its waiting messages had been written. */
  LOST,
  /** Closed at the deadline together with all others, because its turn had not come. */
  CUT,
  /** Ended by itself before its turn came. */
  LEFT
}
