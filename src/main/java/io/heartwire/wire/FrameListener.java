package io.heartwire.wire;

import io.heartwire.connection.CloseReason;
import java.nio.ByteBuffer;

/**
 * Hears what one client says, message by message.
 *
 * <p>Called for one event at a time, on an event loop or a thread of the server; {@link #closed} on
 * another, once, after the last of the others. Nothing may block on an event loop.
 */
public interface FrameListener {

  /** A whole text message. */
  void text(String message);

  /** A whole binary message; the buffer is the caller's again afterwards. */
  void binary(ByteBuffer message);

  /** A pong, asked for or not; the buffer is the caller's again afterwards. */
  void pong(ByteBuffer payload);

  /** One of the above threw this, and the connection is being closed. */
  void failed(Throwable failure);

  /** The connection has ended. */
  void closed(CloseReason reason);
}
