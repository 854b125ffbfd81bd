package io.heartwire.connection;

import org.jspecify.annotations.Nullable;

/**
 * A preallocated ring for the messages that wait while a connection is being written to.
 *
 * <p>Leased from the {@link OutboxPool} for as long as there is a backlog. Not thread-safe: every
 * access to the ring is guarded by the lock of the {@link Outgoing} that holds the lease; the
 * lease's own fields are guarded by the {@link OutboxShelf}.
 */
final class Outbox {

  /** Whose it is: nobody's, a connection's, or no longer usable because the pool is closed. */
  enum Lease {
    IDLE,
    IN_USE,
    CLOSED
  }

  /**
   * What became of an offered message.
   *
   * @param accepted whether the message waits in the ring now
   * @param dropped how many messages were given up, the offered one included if it was
   */
  record Offer(boolean accepted, int dropped) {
    private static final Offer ACCEPTED = new Offer(true, 0);
    private static final Offer REFUSED = new Offer(false, 0);
  }

  private @Nullable Message[] ring;
  private int capacity;
  private long maxBytes;
  private int first;
  private int count;
  private long bytes;

  // Guarded by the shelf.
  final OutboxShelf shelf;
  @Nullable Outbox previous;
  @Nullable Outbox next;
  Lease lease = Lease.IDLE;
  @Nullable ConnectionId holder;
  long leasedAt;
  boolean reported;

  Outbox(OutboxShelf shelf, int capacity, long maxBytes) {
    this.shelf = shelf;
    this.ring = new Message[capacity];
    this.capacity = capacity;
    this.maxBytes = maxBytes;
  }

  /** What whoever leases it may leave in it. It is empty, so the ring may grow. */
  void limit(int mostMessages, long mostBytes) {
    if (ring.length < mostMessages) {
      ring = new Message[mostMessages];
      first = 0;
    }
    capacity = mostMessages;
    maxBytes = mostBytes;
  }

  Offer offer(Message message, OverflowPolicy policy) {
    if (fits(message)) {
      append(message);
      return Offer.ACCEPTED;
    }
    if (policy == OverflowPolicy.DISCONNECT) {
      return Offer.REFUSED;
    }
    if (message.size() > maxBytes) {
      return new Offer(false, 1);
    }
    int dropped = policy == OverflowPolicy.LATEST ? dropTopic(message.topic()) : 0;
    while (count > 0 && !fits(message)) {
      poll();
      dropped++;
    }
    append(message);
    return new Offer(true, dropped);
  }

  /** The message that has waited longest, which stays; or null when none is left. */
  @Nullable Message peek() {
    return ring[first];
  }

  /** Takes the message that has waited longest, or null when none is left. */
  @Nullable Message poll() {
    Message message = ring[first];
    if (message == null) {
      return null;
    }
    ring[first] = null;
    first = (first + 1) % ring.length;
    count--;
    bytes -= message.size();
    return message;
  }

  /** Forgets all that waits. */
  void clear() {
    while (poll() != null) {
      // Each poll releases one message.
    }
  }

  int size() {
    return count;
  }

  long bytes() {
    return bytes;
  }

  /** Whether less than one of so many equal shares is taken, of the messages and of the bytes. */
  boolean isBelowOneIn(int shares) {
    return (long) count * shares < capacity && bytes * shares < maxBytes;
  }

  private boolean fits(Message message) {
    return count < capacity && bytes + message.size() <= maxBytes;
  }

  private void append(Message message) {
    ring[(first + count) % ring.length] = message;
    count++;
    bytes += message.size();
  }

  private int dropTopic(@Nullable Object topic) {
    if (topic == null) {
      return 0;
    }
    int before = count;
    for (int i = 0; i < before; i++) {
      Message waiting = poll();
      if (waiting != null && !topic.equals(waiting.topic())) {
        append(waiting);
      }
    }
    return before - count;
  }
}
