package io.heartwire.connection;

/**
 * The wire under one connection.
 *
 * <p>No method blocks the caller: what may block on a network peer is done by threads that the
 * transport owns.
 */
public interface Transport {

  /**
   * Writes what the queue yields, frame after frame, until {@link FrameQueue#next()} returns null.
   *
   * <p>Called by whoever finds the connection idle, and never again before the queue has run dry,
   * so that there is one writer at a time. A failed write ends in {@link FrameQueue#failed}.
   */
  void drain(FrameQueue queue);

  /**
   * Sends a close frame and ends the session. Called at most once; {@link Connection#ended} follows
   * in any case, on another thread.
   */
  void close(CloseReason reason);

  /**
   * Whether a write or a ping may wait as long as the peer does not read. A transport that never
   * waits may have many more bytes under way, and is given several messages for one write. The same
   * at every call.
   */
  default boolean mayBlock() {
    return true;
  }
}
