package io.heartwire.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/**
 * One upgraded connection of a server, below its WebSocket container: what {@code wire} needs to
 * know of a server.
 *
 * <p>All methods may throw {@link WireUnsupportedException} if the server is not as it is known,
 * and {@link java.io.UncheckedIOException} if the connection has ended. Writes are asked for one at
 * a time.
 */
public interface WireSession {

  /** The socket, if what is on it is what the client sent; empty otherwise, as over TLS. */
  Optional<SocketChannel> socket();

  /** What the client sent together with its handshake and was read with it. Asked for once. */
  ByteBuffer early();

  /** From now on the container does not read from the client. Called before it has begun to. */
  void takeOver();

  /** Reads what there is, as soon as there is something, again and again. Called once. */
  void read(ReadCallback callback);

  /**
   * Writes all of these bytes, which belong to the session until it has.
   *
   * @return true if they are written, and nobody is called back
   */
  boolean write(ByteBuffer bytes, WriteCallback callback);

  /**
   * Closes the socket and has the container forget the session. May block on the peer. Called once.
   */
  void close();

  /** Is told of what is read, by a thread of the server, one piece at a time. */
  interface ReadCallback {

    /**
     * So much has come; the buffer is the caller's again afterwards.
     *
     * @return whether to go on reading
     */
    boolean received(ByteBuffer bytes);

    /** The connection is at its end, or broken. */
    void failed(IOException failure);
  }

  /** Is told of one write, by a thread of the server. */
  interface WriteCallback {

    void written();

    /** The connection is broken. */
    void failed(IOException failure);
  }
}
