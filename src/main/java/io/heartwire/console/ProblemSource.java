package io.heartwire.console;

import java.util.List;
import java.util.Map;

/**
 * A part of the gateway that knows what of it should be zero. Safe for use by any thread; nothing
 * blocks.
 */
interface ProblemSource {

  /** What clients suffer from now. */
  default List<Problem> bad() {
    return List.of();
  }

  /** What is so now and should not be. */
  default List<Problem> present() {
    return List.of();
  }

  /** What should not grow, as it has been counted since the start, by the words for it. */
  default Map<String, Long> counts() {
    return Map.of();
  }
}
