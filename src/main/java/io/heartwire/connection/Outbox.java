package io.heartwire.connection;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A ring buffer for the messages that wait while a connection is being written to. It grows up to
 * the limits of the connection.
 *
 * <p>Leased from the {@link OutboxPool} for as long as there is a backlog. Not thread-safe: every
 * access to the ring is guarded by the lock of the {@link OutboundQueue} that holds the lease; the
 * lease's own fields are guarded by the {@link OutboxStripe}.
 *
 * <p>Implementation notes. Positions are numbered from the lease on; a position modulo the length
 * is a slot. A message dropped from the middle leaves its slot empty until the ring is full, which
 * is then compacted or doubled. The search for the oldest message of a topic continues where the
 * last one ended, since later messages lie behind it: over time each position is looked at once for
 * each topic that overflows.
 */
final class Outbox {
  /** An outbox with at most so many bytes is not counted in the budget of all outboxes. */
  static final int UNCOUNTED_BYTES = 16 * 1024;

  /** The same for the slots of its ring; also the largest ring that is kept for reuse. */
  static final int UNCOUNTED_SLOTS = 128;

  private static final int LEAST_SLOTS = 16;

  /**
   * The state of its lease: none, held by a connection, or no longer usable because the pool has
   * closed or has enough idle ones.
   */
  enum Lease {
    IDLE,
    IN_USE,
    CLOSED
  }

  /**
   * The result of {@link #offer}.
   *
   * @param accepted whether the message waits in the ring now
   * @param dropped how many messages were dropped, the offered one included if it was dropped
   */
  record Offer(boolean accepted, int dropped) {
    private static final Offer ACCEPTED = new Offer(true, 0);
    private static final Offer REFUSED = new Offer(false, 0);
  }

  private final OutboxBudget budget;
  private @Nullable Message[] ring = new Message[LEAST_SLOTS]; // its length is a power of two
  private int capacity;
  private long maxBytes;
  private long first; // the position of the oldest message, if any waits
  private long end; // the position after the last
  private int count;
  private long bytes;
  private boolean isCounted;
  private @Nullable Map<Object, Long>
      searched; // by topic: no message of it lies before this position

  // Guarded by the stripe.
  final OutboxStripe stripe;
  @Nullable Outbox previous;
  @Nullable Outbox next;
  Lease lease = Lease.IDLE;
  @Nullable ConnectionId holder;
  long leasedAt;
  boolean reported;

  Outbox(OutboxStripe stripe, OutboxBudget budget) {
    this.stripe = stripe;
    this.budget = budget;
  }

  /** Sets the limits of the connection that leases it. */
  void limit(int mostMessages, long mostBytes) {
    capacity = mostMessages;
    maxBytes = mostBytes;
  }

  /**
   * Adds a message. If it does not fit, the policy may drop others of its own topic, and only
   * those. A message without a topic is never dropped for another, and no other is dropped for it.
   */
  Offer offer(Message message, OverflowPolicy policy) {
    if (fits(message)) {
      append(message);
      return Offer.ACCEPTED;
    }
    if (policy == OverflowPolicy.DISCONNECT) {
      return Offer.REFUSED;
    }
    int dropped = 0;
    Object topic = message.topic();
    if (topic != null && message.size() <= maxBytes) {
      boolean all = policy == OverflowPolicy.LATEST;
      while ((all || !fits(message)) && dropOldest(topic)) {
        dropped++;
      }
    }
    boolean accepted = fits(message);
    if (accepted) {
      append(message);
    }
    return new Offer(accepted, accepted ? dropped : dropped + 1);
  }

  /** Returns the message that has waited longest without taking it, or null when none is left. */
  @Nullable Message peek() {
    return ring[slot(first)];
  }

  /** Takes the message that has waited longest, or null when none is left. */
  @Nullable Message poll() {
    return count == 0 ? null : take(first);
  }

  /** Drops all messages and shrinks the ring. */
  void clear() {
    while (poll() != null) {
      // Each poll releases one message.
    }
    if (isCounted) {
      budget.leave(ring.length);
      isCounted = false;
    }
    if (ring.length > UNCOUNTED_SLOTS) {
      ring = new Message[LEAST_SLOTS];
    }
    searched = null;
    first = 0;
    end = 0;
  }

  int size() {
    return count;
  }

  long bytes() {
    return bytes;
  }

  /** The number of slots of the ring, empty or not. */
  int slots() {
    return ring.length;
  }

  /**
   * Returns whether less than one {@code shares}-th of the capacity is taken, in messages and in
   * bytes.
   */
  boolean isBelowOneIn(int shares) {
    return (long) count * shares < capacity
        && bytes * shares < maxBytes
        && (!isCounted || budget.permits(bytes * shares));
  }

  private boolean fits(Message message) {
    long after = bytes + message.size();
    return count < capacity && after <= maxBytes && (!isCounted || budget.permits(after));
  }

  private void append(Message message) {
    if (end - first == ring.length) {
      makeRoom();
    }
    ring[slot(end)] = message;
    end++;
    count++;
    bytes += message.size();
    if (isCounted) {
      budget.add(message);
    } else if (bytes > UNCOUNTED_BYTES) {
      countAll();
    }
  }

  /** Takes the message out of this position. */
  private Message take(long place) {
    int slot = slot(place);
    Message message = Objects.requireNonNull(ring[slot]);
    ring[slot] = null;
    count--;
    bytes -= message.size();
    while (first < end && ring[slot(first)] == null) {
      first++;
    }
    if (isCounted) {
      budget.remove(message);
    }
    return message;
  }

  private boolean dropOldest(Object topic) {
    if (searched == null) {
      searched = new HashMap<>();
    }
    long place = Math.max(first, searched.getOrDefault(topic, first));
    while (place < end && !isOf(topic, ring[slot(place)])) {
      place++;
    }
    searched.put(topic, place);
    if (place == end) {
      return false;
    }
    take(place);
    return true;
  }

  private static boolean isOf(Object topic, @Nullable Message message) {
    return message != null && topic.equals(message.topic());
  }

  /** Compacts the ring if half of its slots are empty; otherwise doubles it. */
  private void makeRoom() {
    int before = ring.length;
    @Nullable Message[] roomy = new Message[count <= before / 2 ? before : 2 * before];
    int kept = 0;
    for (long place = first; place < end; place++) {
      Message message = ring[slot(place)];
      if (message != null) {
        roomy[kept++] = message;
      }
    }
    ring = roomy;
    first = 0;
    end = kept;
    searched = null;
    if (isCounted) {
      budget.grown(ring.length - before);
    } else if (ring.length > UNCOUNTED_SLOTS) {
      countAll();
    }
  }

  private void countAll() {
    isCounted = true;
    budget.enter(ring.length);
    for (long place = first; place < end; place++) {
      Message message = ring[slot(place)];
      if (message != null) {
        budget.add(message);
      }
    }
  }

  private int slot(long place) {
    return (int) place & (ring.length - 1);
  }
}
