package io.heartwire.wire;

import io.heartwire.connection.CloseReason;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The state of one connection's closing handshake (RFC 6455, section 7). The side that closes sends
 * a close frame and then goes on reading for a while until the peer has answered. Closing a socket
 * with unread data would reset the connection, and the peer might never see the close frame.
 *
 * <p>Only the event loop makes transitions; any thread may request them.
 */
final class ClosingHandshake {
  /** How long to wait for the peer's close frame. */
  static final Duration PATIENCE = Duration.ofSeconds(6);

  /** The most bytes that are read to find the peer's close frame once the close has begun. */
  static final long MOST_BYTES = 16 << 20;

  private enum State {
    OPEN,
    /** Our close frame waits until the present write is done. */
    CLOSE_PENDING,
    /** Our close frame is written, and the peer's is awaited. */
    AWAITING_CLOSE,
    OVER
  }

  private volatile @Nullable CloseReason reason;
  private volatile boolean isPeerGone;
  private volatile boolean isFailed;
  private State state = State.OPEN; // used by the event loop only
  private long bytes; // used by the reading thread only

  /** Requests a close for this reason. */
  void begin(CloseReason why) {
    reason = why;
  }

  /** Notes that the peer's close frame has come. */
  void peerHasClosed() {
    isPeerGone = true;
  }

  /** Notes that the input is not valid any more, so that the peer's close frame cannot be found. */
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

  /** The reason for which the connection ends or has ended. */
  CloseReason reason() {
    CloseReason why = reason;
    return why == null ? CloseReason.VANISHED : why;
  }

  /**
   * Counts bytes from the peer; returns false if it sends too many after the close has begun.
   * Called by the reading thread.
   */
  boolean mayRead(int more) {
    if (isFailed || isBegun()) {
      bytes += more;
    }
    return bytes <= MOST_BYTES;
  }

  /** Returns whether the handshake has not begun. */
  boolean isOpen() {
    return state == State.OPEN;
  }

  boolean isOver() {
    return state == State.OVER;
  }

  /** Ends the handshake, complete or not. */
  void over() {
    state = State.OVER;
  }

  /**
   * Begins the handshake if a close is requested.
   *
   * @return whether it began now, so that the time limit starts
   */
  boolean start() {
    if (state != State.OPEN || !isBegun()) {
      return false;
    }
    state = State.CLOSE_PENDING;
    return true;
  }

  /**
   * Makes the other transitions that are due.
   *
   * @return whether the handshake is complete
   * @throws IOException if the connection is broken
   */
  boolean advance(FrameOutput output, ByteSink sink) throws IOException {
    if (state == State.CLOSE_PENDING && !output.isBlocked()) {
      output.close(reason());
      if (!output.isBlocked()) {
        state = State.AWAITING_CLOSE;
        if (isFailed) {
          sink.shutdown(); // makes the peer close, too
        }
      }
    }
    return state == State.AWAITING_CLOSE && isPeerGone;
  }
}
