package io.heartwire.connection;

/**
 * How many connections there are, by state.
 *
 * @param total all that count against the capacity
 * @param capacity {@code heartwire.pool.max-connections}
 */
public record ConnectionCounts(
    int pending, int live, int stale, int closing, int total, int capacity) {

  public boolean isAtCapacity() {
    return total >= capacity;
  }
}
