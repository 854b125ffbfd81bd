package io.heartwire.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A plain non-blocking socket as source and sink, on its event loop. */
final class SocketIo implements ByteSource, ByteSink {
  private static final Logger LOG = Logger.getLogger(SocketIo.class.getName());

  private final SocketChannel channel;
  private final SelectionKey key;

  /**
   * @param task is told when the socket is readable or writable
   * @throws IOException if the socket is closed
   */
  SocketIo(SocketChannel channel, EventLoop loop, LoopTask task) throws IOException {
    this.channel = channel;
    this.key = loop.register(channel, task);
  }

  /**
   * Reads the available bytes.
   *
   * @return the number of bytes; negative at the end of the stream
   */
  int read(ByteBuffer bytes) throws IOException {
    return channel.read(bytes);
  }

  @Override
  public void pause() {
    change(SelectionKey.OP_READ, false);
  }

  @Override
  public void resume() {
    change(SelectionKey.OP_READ, true);
  }

  @Override
  public boolean isOnLoop() {
    return true;
  }

  @Override
  public boolean write(ByteBuffer bytes) throws IOException {
    int unused = channel.write(bytes);
    boolean isAll = !bytes.hasRemaining();
    if (!isAll) {
      change(SelectionKey.OP_WRITE, true);
    }
    return isAll;
  }

  /** Notes that the socket is writable again. */
  void hasRoom() {
    change(SelectionKey.OP_WRITE, false);
  }

  @Override
  public void shutdown() {
    try {
      channel.shutdownOutput();
    } catch (IOException gone) {
      LOG.log(Level.FINEST, "Broken meanwhile", gone);
    }
  }

  @Override
  public void stop() {
    key.cancel();
  }

  private void change(int operation, boolean isWanted) {
    try {
      int unused = isWanted ? key.interestOpsOr(operation) : key.interestOpsAnd(~operation);
    } catch (CancelledKeyException closed) {
      LOG.log(Level.FINEST, "Closed meanwhile", closed);
    }
  }
}
