package io.heartwire.wire;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Notices workers that have work and make no progress: what should never wait for a peer does, or
 * runs for ever. No connection of theirs is served any more, and only a restart helps.
 *
 * <p>Safe for use by any thread.
 */
final class StallWatch {
  /** How long a worker may stand still. A step of one takes microseconds. */
  static final Duration LIMIT = Duration.ofSeconds(10);

  /** A thread, or a pool of them, that does one piece of work after the other. */
  interface Worker {
    String name();

    /** Whether something is being done, or waits to be done. */
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
   * Looks at all workers. To be called again and again, much more often than {@link #LIMIT}.
   *
   * @param now nanoseconds
   * @param resumed whether the process has just come back from a pause, so that nobody is judged
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

  /** The names of those that stand still. */
  List<String> stalled() {
    return stalled;
  }
}
