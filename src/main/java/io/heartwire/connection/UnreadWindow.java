package io.heartwire.connection;

import java.nio.ByteBuffer;

/**
 * How many of the bytes written the peer may not have read yet.
 *
 * <p>The pong of a stamped ping proves that the peer has read everything before that ping: it
 * cannot know the stamp otherwise. A pong of a protocol claims the same, but a peer can send it
 * without reading. So between two proofs only {@link #MOST_TRUSTED} bytes count as read because of
 * such pongs: a peer that lies gets that much more written, however long it lies.
 *
 * <p>Not thread-safe: guarded by the lock of the {@link OutboundQueue} that owns it.
 */
final class UnreadWindow {
  /**
   * As many bytes as the kernel is sure to take without waiting for the peer. Linux gives a
   * connection over Ethernet 87,040 bytes for unacknowledged data, its own overhead included: room
   * for two to ten packets in flight and the data behind them, where small writes share pages.
   */
  static final long SAFE_WINDOW = 32 * 1024;

  /**
   * The window where a write never blocks: what a peer at a short distance reads between two
   * proofs.
   */
  static final long WIDE_WINDOW = 256 * 1024;

  static final long MOST_TRUSTED = 16 * 1024;

  /** How long a message waits for the proof that would make room for it. */
  static final long PATIENCE_NANOS = 250_000_000L;

  /**
   * A peer that has once answered within this time has a short network path: if it is late now, it
   * is busy.
   */
  static final long NEAR_NANOS = 20_000_000L;

  private long width = SAFE_WINDOW;
  private long bytes;
  private long unacknowledged;
  private long trusted;
  private long stampedAt = LivenessFacts.NEVER;
  private long bytesWhenStamped;
  private long fastestProof = Long.MAX_VALUE;

  /** Widens the window for a transport whose writes never block. */
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

  /**
   * Bytes that can be written without risk of blocking; negative if more are already
   * unacknowledged.
   */
  long room() {
    return width - unacknowledged;
  }

  /** Returns whether a frame of this size may be joined with others for one write. */
  boolean fits(int size) {
    return size <= Math.min(room(), Frame.MOST_BYTES);
  }

  /**
   * Returns the most bytes of a write that begins with this message: joining others must not exceed
   * the window if the message alone does not.
   */
  long mostBytesWith(Message first) {
    return fits(first.size()) ? Math.min(room(), Frame.MOST_BYTES) : Frame.MOST_BYTES;
  }

  /**
   * Returns whether to hold back a message that exceeds the window because a proof is on its way.
   * Messages that wait meanwhile share frames. It is false for a peer with a long round trip: it
   * would get only one window for each round trip.
   */
  boolean isRoomComing(long now, int size) {
    boolean mayBeNear = fastestProof <= NEAR_NANOS || fastestProof == Long.MAX_VALUE;
    return size > room()
        && size <= width
        && mayBeNear
        && stampedAt != LivenessFacts.NEVER
        && now - stampedAt < PATIENCE_NANOS;
  }

  /** Takes the time that the peer took for a proof. */
  void provedAfter(long nanos) {
    fastestProof = Math.min(fastestProof, nanos);
  }

  /** Returns whether to ask for a proof of what the peer has read. */
  boolean acknowledgementDue() {
    return stampedAt == LivenessFacts.NEVER && unacknowledged >= width / 2;
  }

  /** Returns the payload of a ping that asks for a proof. */
  ByteBuffer stamp(long now) {
    stampedAt = now;
    bytesWhenStamped = bytes;
    return ByteBuffer.allocate(Long.BYTES).putLong(0, now);
  }

  /**
   * Takes a proof.
   *
   * @return when its ping was stamped, or {@link LivenessFacts#NEVER} if it answers none of our
   *     pings
   */
  long pong(ByteBuffer payload) {
    boolean answersOurs =
        stampedAt != LivenessFacts.NEVER
            && payload.remaining() == Long.BYTES
            && payload.getLong(payload.position()) == stampedAt;
    if (!answersOurs) {
      return LivenessFacts.NEVER;
    }
    long stamp = stampedAt;
    stampedAt = LivenessFacts.NEVER;
    long unproved = bytes - bytesWhenStamped;
    unacknowledged = Math.min(unacknowledged, unproved);
    trusted = unproved - unacknowledged;
    return stamp;
  }

  /** Takes the peer's claim that it has read the first {@code total} bytes. */
  void trust(long total) {
    long said = unacknowledged - (bytes - total);
    long taken = Math.max(0, Math.min(said, MOST_TRUSTED - trusted));
    unacknowledged -= taken;
    trusted += taken;
  }
}
