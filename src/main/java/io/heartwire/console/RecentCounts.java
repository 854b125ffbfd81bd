package io.heartwire.console;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * By how much counts have grown of late, so that what was wrong once does not look wrong for ever.
 * Safe for use by any thread.
 */
final class RecentCounts {
  /** How far it looks back. */
  static final Duration SPAN = Duration.ofMinutes(10);

  private static final int SAMPLES = 10;
  private static final long STEP = SPAN.dividedBy(SAMPLES).toNanos();

  private record Sample(long at, Map<String, Long> counts) {}

  private final Deque<Sample> samples = new ArrayDeque<>(); // guarded by this

  /** Returns for each count how much of it came within the span. */
  synchronized Map<String, Long> growth(Map<String, Long> now, long at) {
    Sample last = samples.peekLast();
    if (last == null || at - last.at() >= STEP) {
      samples.addLast(new Sample(at, Map.copyOf(now)));
    }
    Sample before = samples.removeFirst();
    while (!samples.isEmpty() && at - samples.getFirst().at() >= SPAN.toNanos()) {
      before = samples.removeFirst();
    }
    samples.addFirst(before); // the last one that is as old as the span, or the oldest
    Map<String, Long> base = before.counts();
    Map<String, Long> growth = new LinkedHashMap<>();
    now.forEach((name, count) -> growth.put(name, count - base.getOrDefault(name, 0L)));
    return growth;
  }
}
