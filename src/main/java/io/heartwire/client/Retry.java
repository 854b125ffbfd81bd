package io.heartwire.client;

import java.time.Duration;

/**
 * A connection or an attempt failed, and there will be another attempt.
 *
 * @param attempt the next attempt's number since the client was last connected for a while, from 1
 * @param failure what happened to the one before
 * @param delay until the next
 */
public record Retry(int attempt, Failure failure, Duration delay) {

  @Override
  public String toString() {
    return failure + "; attempt " + attempt + " in " + delay.toMillis() + " ms";
  }
}
