package io.heartwire.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** A sink that writes by the server, which calls back if it has to wait. */
final class CallbackWrites implements ByteSink, WireSession.WriteCallback {
  private final WireSession session;
  private final WireConnection connection;

  /**
   * @param connection is told when the server has written
   */
  CallbackWrites(WireSession session, WireConnection connection) {
    this.session = session;
    this.connection = connection;
  }

  /** Always accepts all bytes, by a copy, since the buffer is reused for other connections. */
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

  /** Does nothing: TLS has no half-closed state. */
  @Override
  public void shutdown() {}

  @Override
  public void stop() {}
}
