package io.heartwire.broker;

import io.heartwire.time.PeriodicTask;
import io.heartwire.visibility.Internal;

/**
 * The seam behind which one node becomes many: what nodes share, and how they reach each other.
 * There is one for the process, chosen by {@code heartwire.broker}. Its parts are safe for use by
 * any thread; nothing blocks but {@link #close}.
 *
 * <p>The parts are started by whoever listens to them: {@link Broker#start}, {@link Cluster#start}
 * and {@link QueueStore#start}. An engine that can't be reached is no reason to fail: its state
 * says so, calls fail or wait within limits, and all resumes by itself.
 */
@Internal
public interface Engine extends PeriodicTask, AutoCloseable {

  Broker broker();

  Presence presence();

  Cluster cluster();

  /** What nodes count together. */
  default SharedCounts counts() {
    return SharedCounts.ALONE;
  }

  QueueStore queues();

  /** For health, metrics and people. Takes constant time. */
  EngineState state();

  /** For metrics and people. Takes constant time. */
  default EngineFigures figures() {
    return EngineFigures.NONE;
  }

  /**
   * Leaves the cluster in order, and frees connections and threads. Waits a few seconds at most.
   */
  @Override
  void close();
}
