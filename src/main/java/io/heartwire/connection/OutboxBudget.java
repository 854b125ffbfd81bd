package io.heartwire.connection;

import io.heartwire.limit.SharedBudget;

/**
 * The memory budget of all outboxes together. It keeps thousands of clients that do not read from
 * filling the heap, whatever the limit of each.
 *
 * <p>Only large outboxes are counted, so a client that reads pays nothing for this. A message that
 * waits for many clients is in memory once, and is counted once. All that waits is thus bounded by
 * twice the budget plus {@link Outbox#UNCOUNTED_BYTES} for each connection.
 *
 * <p>Safe for use by any thread.
 */
final class OutboxBudget {
  /** Bytes of a message besides its payload: its objects' headers and fields. */
  static final int MESSAGE_BYTES = 96;

  /** Bytes of one slot in a ring. */
  static final int SLOT_BYTES = 4;

  private final SharedBudget budget;

  OutboxBudget(long most) {
    this.budget = new SharedBudget(most);
  }

  /** Begins to count an outbox with a ring of so many slots. */
  void enter(int slots) {
    budget.enter();
    grown(slots);
  }

  /** Counts slots that a counted outbox has gained, or lost if negative. */
  void grown(int slots) {
    budget.add((long) slots * SLOT_BYTES);
  }

  /** Stops counting an outbox with a ring of so many slots. */
  void leave(int slots) {
    grown(-slots);
    budget.leave();
  }

  void add(Message message) {
    if (message.isFirstHolder()) {
      budget.add(cost(message));
    }
  }

  void remove(Message message) {
    if (message.isLastHolder()) {
      budget.add(-cost(message));
    }
  }

  /** Returns whether a counted outbox may hold so many bytes of messages. */
  boolean permits(long bytes) {
    return budget.permits(bytes);
  }

  /** The approximate number of bytes that wait. */
  long used() {
    return budget.used();
  }

  private static long cost(Message message) {
    return (long) message.size() + MESSAGE_BYTES;
  }
}
