package io.heartwire.drain;

import java.time.Duration;

/**
 * How far it is, or how it went. The counts add up: {@code connections} is the sum of all others.
 *
 * @param state of the gateway, not of this going
 * @param cancelled whether it ended because somebody wanted so
 * @param connections that were to go: those at the first close, and those that came in since
 * @param moved closed with advice, after all that waited for them had been written
 * @param lost asked to go, and ended before all that waited for them had been written
 * @param cut not asked before the deadline, and closed then with all the others
 * @param left gone by themselves before they were asked
 * @param remaining still to go
 * @param time since the begin, or how long it took
 */
public record DrainReport(
    DrainState state,
    boolean cancelled,
    int connections,
    int moved,
    int lost,
    int cut,
    int left,
    int remaining,
    Duration time) {

  /** When nobody has been asked to go yet. */
  static final DrainReport NOTHING =
      new DrainReport(DrainState.IDLE, false, 0, 0, 0, 0, 0, 0, Duration.ZERO);

  /** The figures in words, for the log. */
  String figures() {
    return "%d connections in %.1f s: %d moved, %d lost, %d cut, %d left by themselves, %d remain"
        .formatted(connections, time.toMillis() / 1e3, moved, lost, cut, left, remaining);
  }
}
