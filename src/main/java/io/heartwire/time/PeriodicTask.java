package io.heartwire.time;

/**
 * A task that runs about once a second, as long as the gateway runs. Every bean of this type is
 * run.
 *
 * <p>Called by one thread at a time. It should be quick and must not block. An exception is logged,
 * and the task is called again.
 */
public interface PeriodicTask {

  /**
   * @param now {@code TimeSource} nanoseconds
   */
  void tick(long now);
}
