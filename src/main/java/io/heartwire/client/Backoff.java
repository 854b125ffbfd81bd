package io.heartwire.client;

import java.time.Duration;

/**
 * How long a client waits between attempts, and how many it makes.
 *
 * <p>The waits grow: the n-th is {@code minimum × factor^(n−1)}, at most {@code maximum}. With
 * jitter it is a random time between {@code minimum} and the next longer wait, so that clients that
 * lost their server in one moment do not all come back in one.
 *
 * @param minimum the shortest wait
 * @param maximum the longest wait
 * @param factor from 1
 * @param jitter whether waits are random
 * @param attempts the most in a row, from 1, or {@link #UNLIMITED}
 * @param steadyAfter how long a connection has to stay up before the waits begin anew; one that
 *     breaks sooner counts as a failed attempt
 */
public record Backoff(
    Duration minimum,
    Duration maximum,
    double factor,
    boolean jitter,
    int attempts,
    Duration steadyAfter) {
  public static final int UNLIMITED = Integer.MAX_VALUE;

  /** From 500 ms to 20 s, doubled, random, for ever; begins anew after 10 s of being connected. */
  public static final Backoff DEFAULT =
      new Backoff(
          Duration.ofMillis(500),
          Duration.ofSeconds(20),
          2,
          true,
          UNLIMITED,
          Duration.ofSeconds(10));

  /** As in many tutorials: 1 s, doubled, five attempts, no jitter. */
  public static final Backoff REFERENCE =
      new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(16), 2, false, 5, Duration.ZERO);

  public Backoff {
    if (minimum.isNegative() || minimum.isZero()) {
      throw new IllegalArgumentException("minimum must be positive, was " + minimum);
    }
    if (maximum.compareTo(minimum) < 0) {
      throw new IllegalArgumentException(
          "maximum must not be below the minimum of " + minimum + ", was " + maximum);
    }
    if (!(factor >= 1) || Double.isInfinite(factor)) {
      throw new IllegalArgumentException("factor must be from 1, was " + factor);
    }
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts must be from 1, was " + attempts);
    }
    if (steadyAfter.isNegative()) {
      throw new IllegalArgumentException("steadyAfter must not be negative, was " + steadyAfter);
    }
  }

  public Backoff withMinimum(Duration minimum) {
    return new Backoff(minimum, maximum, factor, jitter, attempts, steadyAfter);
  }

  public Backoff withMaximum(Duration maximum) {
    return new Backoff(minimum, maximum, factor, jitter, attempts, steadyAfter);
  }

  public Backoff withFactor(double factor) {
    return new Backoff(minimum, maximum, factor, jitter, attempts, steadyAfter);
  }

  public Backoff withJitter(boolean jitter) {
    return new Backoff(minimum, maximum, factor, jitter, attempts, steadyAfter);
  }

  public Backoff withAttempts(int attempts) {
    return new Backoff(minimum, maximum, factor, jitter, attempts, steadyAfter);
  }

  public Backoff withSteadyAfter(Duration steadyAfter) {
    return new Backoff(minimum, maximum, factor, jitter, attempts, steadyAfter);
  }

  /**
   * The wait before an attempt.
   *
   * @param attempt from 1
   * @param random from 0 to 1
   */
  public Duration delay(int attempt, double random) {
    if (!jitter) {
      return grown(attempt - 1);
    }
    Duration longest = grown(attempt);
    long room = longest.minus(minimum).toMillis();
    return minimum.plusMillis((long) (room * random));
  }

  private Duration grown(int times) {
    double millis = minimum.toMillis() * Math.pow(factor, times);
    return millis < maximum.toMillis() ? Duration.ofMillis((long) millis) : maximum;
  }
}
