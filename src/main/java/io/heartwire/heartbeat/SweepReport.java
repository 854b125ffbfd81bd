package io.heartwire.heartbeat;

import java.time.Duration;

/**
 * The counts of one sweep.
 *
 * @param startedAt {@code TimeSource} nanoseconds
 * @param duration how long it took
 * @param late whether it began so late that the process must have been paused
 * @param judged connections that were judged
 * @param pinged pings that were requested
 * @param putOff due pings that were left to the next sweep because of the budget
 * @param missed pongs found overdue
 * @param closed connections closed or released
 * @param failed connections on which executing the verdict failed
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
