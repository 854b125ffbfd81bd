package io.heartwire.limit;

/**
 * The memory budget of incomplete incoming messages, over all connections. A client may send a
 * large message slowly; thousands of such clients must not fill the heap.
 *
 * <p>Only large incomplete messages are counted. Safe for use by any thread.
 */
public final class InputBudget {
  /** Incomplete messages up to this size are not counted. */
  static final int UNCOUNTED_BYTES = 16 * 1024;

  private final SharedBudget budget;

  /**
   * @param most the bytes that may be kept for all connections together
   */
  public InputBudget(long most) {
    this.budget = new SharedBudget(most);
  }

  /**
   * Changes the number of bytes that a connection keeps.
   *
   * @param before the number at its last call
   * @return false if the budget is exceeded
   */
  public boolean change(long before, long now) {
    long counted = counted(before);
    long toCount = counted(now);
    if (counted == toCount) {
      return true;
    }
    if (counted == 0) {
      budget.enter();
    } else if (toCount == 0) {
      budget.leave();
    }
    budget.add(toCount - counted);
    return toCount < counted || budget.permits(toCount);
  }

  /** Bytes that are counted now. */
  public long used() {
    return budget.used();
  }

  private static long counted(long bytes) {
    return bytes <= UNCOUNTED_BYTES ? 0 : bytes;
  }
}
