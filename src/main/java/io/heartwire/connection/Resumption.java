package io.heartwire.connection;

import org.jspecify.annotations.Nullable;

/** What is to be run when there is room in the backlog again. Guarded by its queue's lock. */
final class Resumption {
  private static final int WRITABLE_BELOW_ONE_IN = 2;
  private static final int RESUMED_BELOW_ONE_IN = 4;

  private final Backlog backlog;
  private @Nullable Runnable action;

  Resumption(Backlog backlog) {
    this.backlog = backlog;
  }

  /** Whether there is enough room to begin with more. */
  boolean isWritable() {
    return backlog.isBelowOneIn(WRITABLE_BELOW_ONE_IN);
  }

  /** The last one counts. */
  void await(Runnable next) {
    action = next;
  }

  void forget() {
    action = null;
  }

  /** What is to be run now, since there is much room again; null if there is nothing. */
  @Nullable Runnable takeDue() {
    if (action == null || !backlog.isBelowOneIn(RESUMED_BELOW_ONE_IN)) {
      return null;
    }
    Runnable due = action;
    action = null;
    return due;
  }
}
