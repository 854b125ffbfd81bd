package io.heartwire.connection;

import java.nio.ByteBuffer;

/**
 * How many of the bytes written the peer may not have read yet.
 *
 * <p>The pong of a stamped ping proves that everything before that ping has been read: nobody can
 * repeat a stamp unread. The pong of a protocol says the same but can be sent unread, so between
 * two proofs only {@link #MOST_TRUSTED} bytes are taken as read on such a word: a peer that lies
 * gets that much more written, no matter how long it lies.
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

  /** The same where a write never waits: what a peer that is near reads between two proofs. */
  static final long WIDE_WINDOW = 256 * 1024;

  static final long MOST_TRUSTED = 16 * 1024;

  /** How long a message waits for the proof that would make room for it. */
  static final long PATIENCE_NANOS = 250_000_000L;

  /** A peer that has answered within this time was near: if it is late now, it is busy. */
  static final long NEAR_NANOS = 20_000_000L;

  private long width = SAFE_WINDOW;
  private long bytes;
  private long unacknowledged;
  private long trusted;
  private long stampedAt = Pulse.NEVER;
  private long bytesWhenStamped;
  private long fastestProof = Long.MAX_VALUE;

  /** For a wire whose writes never wait for the peer. */
  void widen() {
    width = WIDE_WINDOW;
  }

  boolean isWide() {
    return width == WIDE_WINDOW;
  }

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
    return width - unacknowledged;
  }

  /** Whether a frame of this size may be joined with others for one write. */
  boolean fits(int size) {
    return size <= Math.min(room(), Frame.MOST_BYTES);
  }

  /**
   * How large a write may become that begins with this message, so that it can still be made as for
   * the message alone.
   */
  long mostBytesWith(Message first) {
    return fits(first.size()) ? Math.min(room(), Frame.MOST_BYTES) : Frame.MOST_BYTES;
  }

  /**
   * Whether a message that there is no room for is worth holding back, since a proof is on its way.
   * What waits meanwhile leaves in fewer frames. A peer that is far is not waited for: its proofs
   * take long whatever we do, and it would get one window for each.
   */
  boolean isRoomComing(long now, int size) {
    boolean mayBeNear = fastestProof <= NEAR_NANOS || fastestProof == Long.MAX_VALUE;
    return size > room()
        && size <= width
        && mayBeNear
        && stampedAt != Pulse.NEVER
        && now - stampedAt < PATIENCE_NANOS;
  }

  /** How long the peer took for a proof. */
  void provedAfter(long nanos) {
    fastestProof = Math.min(fastestProof, nanos);
  }

  /** Whether to ask for a proof of what has been read. */
  boolean acknowledgementDue() {
    return stampedAt == Pulse.NEVER && unacknowledged >= width / 2;
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
