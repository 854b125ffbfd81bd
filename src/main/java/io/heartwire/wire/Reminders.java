package io.heartwire.wire;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The timers of one event loop, at most one for each task. Few connections have one at a time, so
 * the timers are scanned and not sorted.
 *
 * <p>Used by the loop's thread only.
 */
final class Reminders {
  /** The precision of the timers. */
  static final Duration LOOK_EVERY = Duration.ofMillis(100);

  private final Map<LoopTask, Long> moments = new HashMap<>();
  private long lookedAt;

  /**
   * @param now the time of the first scan
   */
  Reminders(long now) {
    lookedAt = now;
  }

  boolean isEmpty() {
    return moments.isEmpty();
  }

  /** Sets a task's timer, in place of an earlier setting. */
  void set(LoopTask task, long moment) {
    moments.put(task, moment);
  }

  void cancel(LoopTask task) {
    moments.remove(task);
  }

  /** Takes the tasks whose timers have expired; none if the last scan was just now. */
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
