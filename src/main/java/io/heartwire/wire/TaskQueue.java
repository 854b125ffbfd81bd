package io.heartwire.wire;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that are due: added by many threads, taken all at once by one. Allocates nothing, and
 * nobody waits for anybody.
 */
final class TaskQueue {
  private final AtomicReference<@Nullable LoopTask> newest = new AtomicReference<>();

  /**
   * Adds a task that is in no queue.
   *
   * @return whether the queue was empty, so that who takes from it may be asleep
   */
  boolean add(LoopTask task) {
    LoopTask before;
    do {
      before = newest.get();
      task.next = before;
    } while (!newest.compareAndSet(before, task));
    return before == null;
  }

  /** Takes all, the one that was added first in front; or null if there is none. */
  @Nullable LoopTask takeAll() {
    LoopTask first = null;
    LoopTask task = newest.getAndSet(null);
    while (task != null) {
      LoopTask older = task.next;
      task.next = first;
      first = task;
      task = older;
    }
    return first;
  }

  boolean isEmpty() {
    return newest.get() == null;
  }
}
