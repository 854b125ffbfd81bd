package io.heartwire.connection;

import org.jspecify.annotations.Nullable;

/**
 * The messages of one connection that wait for the writer, in order. Holds a lease on an {@link
 * Outbox} only while more waits than the one message that a drain begins with.
 *
 * <p>Not thread-safe: guarded by the lock of the {@link Outgoing} that owns it.
 */
final class Backlog {
  private final ConnectionId holder;
  private final OutboxPool pool;
  private @Nullable Message head;
  private @Nullable Outbox outbox;

  Backlog(ConnectionId holder, OutboxPool pool) {
    this.holder = holder;
    this.pool = pool;
  }

  /** The message for whose sake an idle connection begins to drain: no limit applies to it. */
  void begin(Message message) {
    head = message;
  }

  Outbox.Offer offer(Message message, OverflowPolicy policy) {
    Outbox leased = outbox;
    if (leased == null) {
      leased = pool.lease(holder);
      outbox = leased;
    }
    Outbox.Offer offer = leased.offer(message, policy);
    giveBackIfEmpty(leased);
    return offer;
  }

  /** The message that has waited longest, which stays; or null when none waits. */
  @Nullable Message peek() {
    if (head != null) {
      return head;
    }
    return outbox == null ? null : outbox.peek();
  }

  /** Takes the message that has waited longest, or null when none waits. */
  @Nullable Message poll() {
    Message first = head;
    if (first != null) {
      head = null;
      return first;
    }
    Outbox leased = outbox;
    if (leased == null) {
      return null;
    }
    Message message = leased.poll();
    giveBackIfEmpty(leased);
    return message;
  }

  int size() {
    return (outbox == null ? 0 : outbox.size()) + (head == null ? 0 : 1);
  }

  /** Whether nothing waits in the outbox, or less than one of so many equal shares of it. */
  boolean isBelowOneIn(int shares) {
    return outbox == null || outbox.isBelowOneIn(shares);
  }

  /**
   * Forgets all that waits.
   *
   * @return how many messages that were
   */
  int clear() {
    int forgotten = size();
    head = null;
    if (outbox != null) {
      outbox.clear();
      giveBackIfEmpty(outbox);
    }
    return forgotten;
  }

  private void giveBackIfEmpty(Outbox leased) {
    if (leased.size() == 0) {
      outbox = null;
      pool.release(leased);
    }
  }
}
