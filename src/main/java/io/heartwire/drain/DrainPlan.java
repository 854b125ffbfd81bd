package io.heartwire.drain;

import java.time.Duration;

/**
 * How clients are to be seen off. Immutable.
 *
 * @param rate how many clients a second may come back elsewhere, at the most
 * @param order who goes first
 * @param delay how long new clients are refused before the first is asked to go, so that whoever
 *     distributes clients has noticed
 * @param deadline since the begin, longer than the delay: then the rest is closed at once
 * @param reconnectWithin over what time those who go are told to come back; 0 = as long as it takes
 *     to close all of them
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

  /** The same at another rate. */
  public DrainPlan withRate(int other) {
    return new DrainPlan(other, order, delay, deadline, reconnectWithin);
  }

  /** The same in another order. */
  public DrainPlan inOrder(DrainOrder other) {
    return new DrainPlan(rate, other, delay, deadline, reconnectWithin);
  }

  /**
   * The same at other times.
   *
   * @throws IllegalArgumentException if the deadline is not longer than the delay
   */
  public DrainPlan withTimes(Duration otherDelay, Duration otherDeadline) {
    return new DrainPlan(rate, order, otherDelay, otherDeadline, reconnectWithin);
  }

  /** The same, over after so long at the latest; the delay takes half of that at the most. */
  DrainPlan within(Duration limit) {
    Duration shorter = deadline.compareTo(limit) <= 0 ? deadline : limit;
    Duration half = shorter.dividedBy(2);
    return withTimes(delay.compareTo(half) <= 0 ? delay : half, shorter);
  }

  /** The same without a delay: where nobody is refused, nobody has to notice it. */
  DrainPlan withoutDelay() {
    return withTimes(Duration.ZERO, deadline);
  }
}
