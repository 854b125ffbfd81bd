package io.heartwire.heartbeat;

import java.time.Duration;

/**
 * What one sweep did.
 *
 * @param startedAt {@code TimeSource} nanoseconds
 * @param duration how long it took
 * @param late whether it began so late that the process must have been paused
 * @param judged connections looked at
 * @param pinged pings asked for
 * @param putOff pings that were due and left to the next sweep, not to send too many at once
 * @param missed answers found overdue
 * @param closed connections closed or released
 * @param failed connections on which an error kept the verdict from being carried out
 */
public record SweepReport(
    long startedAt,
    Duration duration,
    boolean late,
    int judged,
    int pinged,
    int putOff,
    int missed,
    int closed,
    int failed) {}
