package io.heartwire.connection;

import java.util.Map;

/**
 * What has happened to connections since the start.
 *
 * @param opened upgrades that succeeded
 * @param closedByCode how many of them ended, by close code; 0 stands for codes made up by peers
 * @param refused clients turned away because the pool was full
 * @param dropped messages given up by connections that have ended
 * @param failedObservers observers of connection events that threw
 */
public record ConnectionTotals(
    long opened,
    Map<Integer, Long> closedByCode,
    long refused,
    long dropped,
    long failedObservers) {}
