package io.heartwire.drain;

import java.time.Duration;

/**
 * How to drain clients. Immutable.
 *
 * @param rate the most clients a second that may reconnect to other nodes
 * @param order which connections are closed first
 * @param delay how long new clients are refused before the first connection is closed, so that load
 *     balancers have noticed
 * @param deadline when the rest is closed at once, counted from the start; longer than the delay
 * @param reconnectWithin the time over which clients are advised to reconnect; 0 = as long as it
 *     takes to close all of them
 */
public record DrainPlan(
    int rate, DrainOrder order, Duration delay, Duration deadline, Duration reconnectWithin) {

  public DrainPlan {
    if (rate < 1) {
      throw new IllegalArgumentException("rate must be at least 1 a second, was " + rate);
    }
    if (delay.isNegative()) {
      throw new IllegalArgumentException("delay must not be negative, was " + delay);
    }
    if (deadline.compareTo(delay) <= 0) {
      throw new IllegalArgumentException(
          "deadline must be longer than delay, was %s with a delay of %s"
              .formatted(deadline, delay));
    }
  }

  /** Returns a copy with another rate. */
  public DrainPlan withRate(int other) {
    return new DrainPlan(other, order, delay, deadline, reconnectWithin);
  }

  /** Returns a copy with another order. */
  public DrainPlan inOrder(DrainOrder other) {
    return new DrainPlan(rate, other, delay, deadline, reconnectWithin);
  }

  /**
   * Returns a copy with another delay and deadline.
   *
   * @throws IllegalArgumentException if the deadline is not longer than the delay
   */
  public DrainPlan withTimes(Duration otherDelay, Duration otherDeadline) {
    return new DrainPlan(rate, order, otherDelay, otherDeadline, reconnectWithin);
  }

  /**
   * Returns a copy whose deadline is at most this limit, and whose delay is at most half of the
   * deadline.
   */
  DrainPlan within(Duration limit) {
    Duration shorter = deadline.compareTo(limit) <= 0 ? deadline : limit;
    Duration half = shorter.dividedBy(2);
    return withTimes(delay.compareTo(half) <= 0 ? delay : half, shorter);
  }

  /**
   * Returns a copy without a delay, for a run that refuses no clients, so that load balancers need
   * not notice anything.
   */
  DrainPlan withoutDelay() {
    return withTimes(Duration.ZERO, deadline);
  }
}
