package io.heartwire.bench.report;

/**
 * One measurement in one round.
 *
 * @param round from 1
 */
public record Result(int round, String scenario, String contender, Outcome outcome) {}
