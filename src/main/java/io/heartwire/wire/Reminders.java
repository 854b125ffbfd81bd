package io.heartwire.wire;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Moments at which tasks of one event loop are to be reminded: at most one for each task. Few
 * connections have one at a time, so they are looked through, and not kept in order.
 *
 * <p>Used by the loop's thread only.
 */
final class Reminders {
  /** How exact they are. */
  static final Duration LOOK_EVERY = Duration.ofMillis(100);

  private final Map<LoopTask, Long> moments = new HashMap<>();
  private long lookedAt;

  /**
   * @param now from which on it is looked
   */
  Reminders(long now) {
    lookedAt = now;
  }

  boolean isEmpty() {
    return moments.isEmpty();
  }

  /** In place of the task's earlier moment, if it has one. */
  void set(LoopTask task, long moment) {
    moments.put(task, moment);
  }

  void cancel(LoopTask task) {
    moments.remove(task);
  }

  /** Takes the tasks whose moments have come; none if that was looked for just now. */
  List<LoopTask> takeDue(long now) {
    if (moments.isEmpty() || now - lookedAt < LOOK_EVERY.toNanos()) {
      return List.of();
    }
    lookedAt = now;
    List<LoopTask> due = new ArrayList<>();
    moments.entrySet().removeIf(each -> now - each.getValue() >= 0 && due.add(each.getKey()));
    return due;
  }
}
