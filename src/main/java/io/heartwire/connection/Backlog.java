package io.heartwire.connection;

import org.jspecify.annotations.Nullable;

/**
 * The messages of one connection that wait for the writer, in order. Leases an {@link Outbox} only
 * while more messages wait than the one that a drain begins with.
 *
 * <p>Not thread-safe: guarded by the lock of the {@link OutboundQueue} that owns it.
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

  /** Sets the message with which an idle connection begins to drain. No limit applies to it. */
  void begin(Message message) {
    head = message;
  }

  SendResult offer(Message message, OverflowPolicy policy) {
    Outbox leased = outbox;
    if (leased == null) {
      leased = pool.lease(holder.id(), holder.quota().limits());
      outbox = leased;
    }
    Outbox.Offer offer = leased.offer(message, policy);
    giveBackIfEmpty(leased);
    dropped += offer.dropped();
    if (offer.accepted()) {
      return SendResult.ACCEPTED;
    }
    if (policy == OverflowPolicy.DISCONNECT) {
      dropped++;
      return SendResult.OVERFLOWED;
    }
    return SendResult.DROPPED;
  }

  /** Returns the message that has waited longest without taking it, or null when none waits. */
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

  /** The payload bytes of all messages that wait. */
  long bytes() {
    return (outbox == null ? 0 : outbox.bytes()) + (head == null ? 0 : head.size());
  }

  /**
   * Returns whether less than one {@code shares}-th of the outbox is taken. An empty outbox always
   * is below that.
   */
  boolean isBelowOneIn(int shares) {
    return outbox == null || outbox.isBelowOneIn(shares);
  }

  /** The number of messages that were dropped instead of being written. */
  long dropped() {
    return dropped;
  }

  /** Counts messages that had been taken but were not written. */
  void countDropped(int messages) {
    dropped += messages;
  }

  /** Drops all messages that wait. */
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
