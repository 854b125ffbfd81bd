package io.heartwire.time;

/**
 * Something to be done about once a second, as long as the gateway runs: every bean of this type
 * is.
 *
 * <p>Called by one thread at a time. It should be quick and must not block; what it throws is
 * logged, and it is called again all the same.
 */
public interface Chore {

  /**
   * @param now {@code TimeSource} nanoseconds
   */
  void tick(long now);
}
