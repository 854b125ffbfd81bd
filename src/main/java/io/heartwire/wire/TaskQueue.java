package io.heartwire.wire;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A lock-free queue of the tasks that are due: many threads add, one takes all at once. Allocates
 * nothing.
 */
final class TaskQueue {
  private final AtomicReference<@Nullable LoopTask> newest = new AtomicReference<>();

  /**
   * Adds a task that is in no queue.
   *
   * @return whether the queue was empty, so that the taking thread may be asleep
   */
  boolean add(LoopTask task) {
    LoopTask before;
    do {
      before = newest.get();
      task.next = before;
    } while (!newest.compareAndSet(before, task));
    return before == null;
  }

  /**
   * Takes all tasks, linked in the order in which they were added, or returns null if there is
   * none.
   */
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
