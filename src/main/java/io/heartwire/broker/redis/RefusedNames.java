package io.heartwire.broker.redis;

import io.heartwire.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** The names whose subscription Redis has refused, for a while. Safe for use by any thread. */
final class RefusedNames {
  private static final long RETRY_NANOS = Duration.ofSeconds(1).toNanos();

  private final TimeSource time;

  // Guarded by this.
  private Set<String> names = new HashSet<>();
  private long since;

  RefusedNames(TimeSource time) {
    this.time = time;
  }

  synchronized void add(List<String> refused) {
    names.addAll(refused);
    since = time.nanos();
  }

  synchronized void clear() {
    names = new HashSet<>();
  }

  /**
   * Those of the wanted names that were refused, when it is time to try them again, and forgets
   * all.
   */
  synchronized List<String> takeDue(Supplier<List<String>> wanted) {
    if (names.isEmpty() || time.nanos() - since <= RETRY_NANOS) {
      return List.of();
    }
    List<String> due = new ArrayList<>(wanted.get());
    due.retainAll(names);
    clear();
    return due;
  }
}
