package io.heartwire.client;

import java.time.Duration;

/**
 * A connection or an attempt failed, and another attempt follows.
 *
 * @param attempt number of the next attempt, from 1, counted since the last steady connection
 * @param failure of the connection or attempt before
 * @param delay until the next attempt
 */
public record Retry(int attempt, Failure failure, Duration delay) {

  @Override
  public String toString() {
    return failure + "; attempt " + attempt + " in " + delay.toMillis() + " ms";
  }
}
