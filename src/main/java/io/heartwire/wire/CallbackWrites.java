package io.heartwire.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** Writes by the server, which calls back where it has to wait. */
final class CallbackWrites implements ByteSink, WireSession.WriteCallback {
  private final WireSession session;
  private final WireConnection connection;

  /**
   * @param connection that is told when the server has written
   */
  CallbackWrites(WireSession session, WireConnection connection) {
    this.session = session;
    this.connection = connection;
  }

  /** Takes all of them in any case, by a copy: the buffer is used again for other connections. */
  @Override
  public boolean write(ByteBuffer bytes) throws IOException {
    ByteBuffer copy = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    try {
      return session.write(copy, this);
    } catch (UncheckedIOException gone) {
      throw new IOException("the connection has ended", gone);
    }
  }

  @Override
  public void written() {
    connection.writable();
  }

  @Override
  public void failed(IOException failure) {
    connection.cut();
  }

  /** Over TLS there is no such thing: the end of what is encrypted ends the connection. */
  @Override
  public void shutdown() {}

  @Override
  public void stop() {}
}
