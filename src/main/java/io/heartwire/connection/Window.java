package io.heartwire.connection;

import java.nio.ByteBuffer;

/**
 * How many of the bytes written the peer may not have read yet.
 *
 * <p>The pong of a stamped ping proves that everything before that ping has been read: nobody can
 * repeat a stamp unread. The pong of a protocol says the same but can be sent unread, so between
 * two proofs only {@link #MOST_TRUSTED} bytes are taken as read on such a word: a peer that lies
 * gets that much more written directly, no matter how long it lies.
 *
 * <p>Not thread-safe: guarded by the lock of the {@link Outgoing} that owns it.
 */
final class Window {
  /**
   * As much as the kernel is sure to take without waiting for the peer. Linux gives a connection
   * over Ethernet 87,040 bytes for what is not acknowledged, bookkeeping included: room for two to
   * ten packets in flight and all that waits behind them, where small writes share pages.
   */
  static final long SAFE_WINDOW = 32 * 1024;

  static final long ACKNOWLEDGE_EVERY = 16 * 1024;
  static final long MOST_TRUSTED = 16 * 1024;

  private long bytes;
  private long unacknowledged;
  private long trusted;
  private long stampedAt = Pulse.NEVER;
  private long bytesWhenStamped;

  void written(long size) {
    bytes += size;
    unacknowledged += size;
  }

  /** All bytes written so far. */
  long bytes() {
    return bytes;
  }

  long unacknowledged() {
    return unacknowledged;
  }

  /** Bytes that can be written without risk of blocking; below zero if too many were already. */
  long room() {
    return SAFE_WINDOW - unacknowledged;
  }

  /** Whether a proof has been asked for, not longer ago than this, and not come yet. */
  boolean expectsProof(long now, long patience) {
    return stampedAt != Pulse.NEVER && now - stampedAt < patience;
  }

  /** Whether to ask for a proof of what has been read. */
  boolean acknowledgementDue() {
    return stampedAt == Pulse.NEVER && unacknowledged >= ACKNOWLEDGE_EVERY;
  }

  /** The payload of a ping that asks for a proof. */
  ByteBuffer stamp(long now) {
    stampedAt = now;
    bytesWhenStamped = bytes;
    return ByteBuffer.allocate(Long.BYTES).putLong(0, now);
  }

  /**
   * Takes a proof.
   *
   * @return when its ping was stamped, or {@link Pulse#NEVER} if it answers no ping of ours
   */
  long pong(ByteBuffer payload) {
    boolean answersOurs =
        stampedAt != Pulse.NEVER
            && payload.remaining() == Long.BYTES
            && payload.getLong(payload.position()) == stampedAt;
    if (!answersOurs) {
      return Pulse.NEVER;
    }
    long stamp = stampedAt;
    stampedAt = Pulse.NEVER;
    long unproved = bytes - bytesWhenStamped;
    unacknowledged = Math.min(unacknowledged, unproved);
    trusted = unproved - unacknowledged;
    return stamp;
  }

  /** Takes the peer's word that it has read what was written before {@code total} bytes were. */
  void trust(long total) {
    long said = unacknowledged - (bytes - total);
    long taken = Math.max(0, Math.min(said, MOST_TRUSTED - trusted));
    unacknowledged -= taken;
    trusted += taken;
  }
}
