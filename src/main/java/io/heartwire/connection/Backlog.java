package io.heartwire.connection;

import org.jspecify.annotations.Nullable;

/**
 * The messages of one connection that wait for the writer, in order. Holds a lease on an {@link
 * Outbox} only while more waits than the one message that a drain begins with.
 *
 * <p>Not thread-safe: guarded by the lock of the {@link Outgoing} that owns it.
 */
final class Backlog {
  private final Connection holder;
  private final OutboxPool pool;
  private @Nullable Message head;
  private @Nullable Outbox outbox;
  private long dropped;

  Backlog(Connection holder, OutboxPool pool) {
    this.holder = holder;
    this.pool = pool;
  }

  /** The message for whose sake an idle connection begins to drain: no limit applies to it. */
  void begin(Message message) {
    head = message;
  }

  Sent offer(Message message, OverflowPolicy policy) {
    Outbox leased = outbox;
    if (leased == null) {
      leased = pool.lease(holder.id(), holder.quota().limits());
      outbox = leased;
    }
    Outbox.Offer offer = leased.offer(message, policy);
    giveBackIfEmpty(leased);
    dropped += offer.dropped();
    if (offer.accepted()) {
      return Sent.ACCEPTED;
    }
    if (policy == OverflowPolicy.DISCONNECT) {
      dropped++;
      return Sent.OVERFLOWED;
    }
    return Sent.DROPPED;
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

  /** Messages that were given up instead of being written. */
  long dropped() {
    return dropped;
  }

  /** So many messages that had been taken were not written. */
  void countDropped(int messages) {
    dropped += messages;
  }

  /** Gives up all that waits. */
  void clear() {
    dropped += size();
    head = null;
    if (outbox != null) {
      outbox.clear();
      giveBackIfEmpty(outbox);
    }
  }

  private void giveBackIfEmpty(Outbox leased) {
    if (leased.size() == 0) {
      outbox = null;
      pool.release(leased);
    }
  }
}
