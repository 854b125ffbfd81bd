package io.heartwire.drain;

import java.time.Duration;

/**
 * The progress or the result of a run. {@code connections} is the sum of all other counts.
 *
 * @param state the state of the gateway, not of this run
 * @param cancelled whether it was cancelled
 * @param connections the connections to drain: those present at the first close, and those admitted
 *     since
 * @param moved closed with advice, after all their waiting messages had been written
 * @param lost closed with advice, but ended before all their waiting messages had been written
 * @param cut closed at the deadline, because their turn had not come
 * @param left ended by themselves before their turn came
 * @param remaining still to be closed
 * @param time the time since the start, or the time that it took
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

  /** The report when there has been no run yet. */
  static final DrainReport NOTHING =
      new DrainReport(DrainState.IDLE, false, 0, 0, 0, 0, 0, 0, Duration.ZERO);

  /** The counts in words, for the log. */
  String figures() {
    return "%d connections in %.1f s: %d moved, %d lost, %d cut, %d left by themselves, %d remain"
        .formatted(connections, time.toMillis() / 1e3, moved, lost, cut, left, remaining);
  }
}
