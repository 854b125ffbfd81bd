package io.heartwire.connection;

import java.util.Map;

/**
 * Counts of connection events since the start.
 *
 * @param opened upgrades that succeeded
 * @param closedByCode how many of them ended, by close code; 0 stands for unknown codes that peers
 *     sent
 * @param refused clients refused because the pool was full
 * @param dropped messages dropped by connections that have ended
 * @param failedObservers observers of connection events that threw
 */
public record ConnectionTotals(
    long opened,
    Map<Integer, Long> closedByCode,
    long refused,
    long dropped,
    long failedObservers) {}
