package io.heartwire.connection;

import io.heartwire.visibility.Internal;

/**
 * The transport of one connection: writes its frames and closes its session.
 *
 * <p>No method blocks the caller: calls that may block on the peer run on threads that the
 * transport owns.
 */
@Internal
public interface Transport {

  /**
   * Writes what the queue yields, frame after frame, until {@link FrameQueue#next()} returns null.
   *
   * <p>Called by the producer that finds the connection idle, and not again before this drain has
   * ended, so that there is one writer at a time. A failed write must call {@link
   * FrameQueue#failed}.
   */
  void drain(FrameQueue queue);

  /**
   * Sends a close frame and ends the session. For an {@linkplain CloseReason#isUntold() untold}
   * reason it sends no frame if it can. Called at most once; {@link Connection#ended} follows in
   * any case, on another thread.
   */
  void close(CloseReason reason);

  /**
   * Returns whether a write or a ping may block while the peer does not read. A transport that
   * never blocks may have many more bytes in flight, and gets several messages for one write.
   * Returns the same at every call.
   */
  default boolean mayBlock() {
    return true;
  }
}
