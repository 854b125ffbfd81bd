package io.heartwire.wire;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Detects workers that have work but make no progress, because a call blocks on a peer where none
 * should, or never ends. Such a worker's connections are not served any more, and only a restart
 * helps.
 *
 * <p>Safe for use by any thread.
 */
final class StallWatch {
  /** How long a worker may make no progress. One step takes microseconds. */
  static final Duration LIMIT = Duration.ofSeconds(10);

  /** A thread or a thread pool that does one piece of work after the other. */
  interface Worker {
    String name();

    /** Returns whether work is under way or waits. */
    boolean hasWork();

    /** Changes with every piece of work that is done. */
    long progress();
  }

  private record Seen(long progress, long since) {}

  private final List<Worker> workers;
  private final Map<Worker, Seen> seen = new HashMap<>(); // guarded by this
  private volatile List<String> stalled = List.of();

  StallWatch(List<? extends Worker> workers) {
    this.workers = List.copyOf(workers);
  }

  /**
   * Checks all workers. Must be called regularly, much more often than {@link #LIMIT}.
   *
   * @param now nanoseconds
   * @param resumed whether the process has just resumed after a pause, so that no worker is judged
   */
  synchronized void look(long now, boolean resumed) {
    List<String> found = new ArrayList<>();
    for (Worker worker : workers) {
      long progress = worker.progress();
      Seen before = seen.get(worker);
      if (before == null || before.progress != progress || !worker.hasWork() || resumed) {
        seen.put(worker, new Seen(progress, now));
      } else if (now - before.since >= LIMIT.toNanos()) {
        found.add(worker.name());
      }
    }
    stalled = List.copyOf(found);
  }

  /** The names of the workers without progress. */
  List<String> stalled() {
    return stalled;
  }
}
