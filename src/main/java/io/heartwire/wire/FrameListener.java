package io.heartwire.wire;

import io.heartwire.connection.CloseReason;
import java.nio.ByteBuffer;

/**
 * The receiver of one client's messages.
 *
 * <p>Called for one event at a time, on an event loop or a thread of the server. {@link #closed} is
 * called on another thread, once, after all others. Nothing may block on an event loop.
 */
public interface FrameListener {

  /** The most bytes of a message, the sum of its fragments. */
  int maxBytes();

  /** A whole text message. */
  void text(String message);

  /** A whole binary message; the buffer is valid during the call only. */
  void binary(ByteBuffer message);

  /** A pong, solicited or not; the buffer is valid during the call only. */
  void pong(ByteBuffer payload);

  /** One of the above, or a read or write, threw this, and the connection is being closed. */
  void failed(Throwable failure);

  /** The connection has ended. */
  void closed(CloseReason reason);
}
