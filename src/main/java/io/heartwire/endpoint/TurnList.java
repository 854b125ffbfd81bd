package io.heartwire.endpoint;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The turns that are due: left by many threads, taken all at once by one. Allocates nothing, and
 * nobody waits for anybody.
 */
final class TurnList {
  private final AtomicReference<@Nullable Turn> newest = new AtomicReference<>();

  /**
   * Leaves a turn that is in no list.
   *
   * @return whether the list was empty, so that who takes from it may be asleep
   */
  boolean add(Turn turn) {
    Turn before;
    do {
      before = newest.get();
      turn.next = before;
    } while (!newest.compareAndSet(before, turn));
    return before == null;
  }

  /** Takes all, the one that was left first in front; or null if there is none. */
  @Nullable Turn takeAll() {
    Turn first = null;
    Turn turn = newest.getAndSet(null);
    while (turn != null) {
      Turn older = turn.next;
      turn.next = first;
      first = turn;
      turn = older;
    }
    return first;
  }

  boolean isEmpty() {
    return newest.get() == null;
  }
}
