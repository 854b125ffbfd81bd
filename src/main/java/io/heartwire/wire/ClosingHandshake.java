package io.heartwire.wire;

import io.heartwire.connection.CloseReason;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far the end of one connection has come (RFC 6455, section 7): whoever closes sends a close
 * frame, and then goes on reading, for a while, until the peer has answered. A socket that is
 * closed with data unread resets the connection, and the peer may never see why it was closed.
 *
 * <p>The transitions are the event loop's; what leads to them comes from any thread.
 */
final class ClosingHandshake {
  /** How long a peer may take for its part. */
  static final Duration PATIENCE = Duration.ofSeconds(6);

  /** How much is read to find the peer's close frame, once there is a reason for ours. */
  static final long MOST_BYTES = 16 << 20;

  private enum State {
    OPEN,
    /** Our close frame waits until what is being written has gone. */
    SAYING_GOODBYE,
    /** It is written, and the peer's is waited for. */
    AWAITING_GOODBYE,
    OVER
  }

  private volatile @Nullable CloseReason reason;
  private volatile boolean isPeerGone;
  private volatile boolean isFailed;
  private State state = State.OPEN; // of the loop
  private long bytes; // of the reading thread

  /** We close, for this reason. */
  void begin(CloseReason why) {
    reason = why;
  }

  /** The peer's close frame has come. */
  void peerHasClosed() {
    isPeerGone = true;
  }

  /**
   * What comes from the peer means nothing any more, so that its close frame would not be found.
   */
  void fail() {
    isFailed = true;
  }

  boolean isFailed() {
    return isFailed;
  }

  boolean isBegun() {
    return reason != null;
  }

  boolean isPeerGone() {
    return isPeerGone;
  }

  /** Why the connection ends, or has ended. */
  CloseReason reason() {
    CloseReason why = reason;
    return why == null ? CloseReason.VANISHED : why;
  }

  /** More has come from the peer; false if that is too much at the end. By the reading thread. */
  boolean mayRead(int more) {
    if (isFailed || isBegun()) {
      bytes += more;
    }
    return bytes <= MOST_BYTES;
  }

  /** Whether nothing has begun of it, for the loop. */
  boolean isOpen() {
    return state == State.OPEN;
  }

  boolean isOver() {
    return state == State.OVER;
  }

  /** Whatever is missing, nothing more is to be done. */
  void over() {
    state = State.OVER;
  }

  /**
   * Makes the transition from open, if it is due.
   *
   * @return whether it was made now, so that the peer's time begins
   */
  boolean start() {
    if (state != State.OPEN || !isBegun()) {
      return false;
    }
    state = State.SAYING_GOODBYE;
    return true;
  }

  /**
   * Makes the others.
   *
   * @return whether the handshake is complete
   * @throws IOException if the connection is broken
   */
  boolean advance(FrameOutput output, ByteSink sink) throws IOException {
    if (state == State.SAYING_GOODBYE && !output.isBlocked()) {
      output.close(reason());
      if (!output.isBlocked()) {
        state = State.AWAITING_GOODBYE;
        if (isFailed) {
          sink.shutdown(); // makes the peer close, too
        }
      }
    }
    return state == State.AWAITING_GOODBYE && isPeerGone;
  }
}
