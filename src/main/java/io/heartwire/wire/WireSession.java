package io.heartwire.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/**
 * One upgraded connection below the server's WebSocket container.
 *
 * <p>All methods may throw {@link WireUnsupportedException} if the server's classes differ from the
 * known version, and {@link java.io.UncheckedIOException} if the connection has ended. There is one
 * write at a time.
 */
public interface WireSession {

  /** The socket, if it carries plain WebSocket frames; empty over TLS. */
  Optional<SocketChannel> socket();

  /** Returns the bytes after the handshake that were read together with it. Called once. */
  ByteBuffer early();

  /** Stops the container from reading. Called before it has begun to. */
  void takeOver();

  /** Reads bytes as they arrive, until the callback says otherwise. Called once. */
  void read(ReadCallback callback);

  /**
   * Writes all of these bytes. The buffer belongs to the session until they are written.
   *
   * @return true if they are written already, so that the callback is not called
   */
  boolean write(ByteBuffer bytes, WriteCallback callback);

  /**
   * Closes the socket, and makes the container release the session. May block on the peer. Called
   * once.
   */
  void close();

  /** The callback for reads, called by a thread of the server, one call at a time. */
  interface ReadCallback {

    /**
     * Takes bytes; the buffer is valid during the call only.
     *
     * @return whether to go on reading
     */
    boolean received(ByteBuffer bytes);

    /**
     * The connection has ended or is broken. The cause is a {@link WireUnsupportedException} if the
     * server's classes differ from the known version.
     */
    void failed(IOException failure);
  }

  /** The callback for one write, called by a thread of the server. */
  interface WriteCallback {

    void written();

    /** The connection is broken. */
    void failed(IOException failure);
  }
}
