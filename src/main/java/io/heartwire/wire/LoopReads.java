package io.heartwire.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Reads one connection on its event loop, a few frames at a time, so that replies are written in
 * between and the loop's other connections get their share. Used by the loop only.
 */
final class LoopReads {
  /** The most frames that are read from one connection before the loop writes. */
  static final int FRAMES_AT_ONCE = 16;

  private static final Logger LOG = Logger.getLogger(LoopReads.class.getName());
  private static final int READ_BYTES = 8 * 1024;

  private static final ThreadLocal<ByteBuffer> READ_BUFFER =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(READ_BYTES));

  private final WireConnection connection;
  private final EventLoop loop;
  private final ByteSource source;
  private final FrameInput input;
  private final ClosingHandshake closing;
  private boolean isReading;

  LoopReads(
      WireConnection connection,
      EventLoop loop,
      ByteSource source,
      FrameInput input,
      ClosingHandshake closing) {
    this.connection = connection;
    this.loop = loop;
    this.source = source;
    this.input = input;
    this.closing = closing;
  }

  /**
   * Reads the available bytes. If they contain more frames than are read at once, the rest waits.
   */
  void read(SocketIo from) {
    ByteBuffer bytes = READ_BUFFER.get().clear();
    int count = -1;
    try {
      count = from.read(bytes);
    } catch (IOException broken) {
      LOG.log(Level.FINEST, "The peer has reset the connection", broken);
    }
    if (count < 0) {
      connection.cut();
      return;
    }
    connection.count(count);
    if (!input.take(bytes.flip(), FRAMES_AT_ONCE)) {
      input.keep(bytes);
      pause();
      connection.wake();
    } else if (closing.isFailed()) { // the peer may send byte by byte, and each is a read
      pause();
      loop.addLater(connection);
    }
  }

  /** Starts reading, or resumes after a pause. */
  void goOn() {
    if (isReading) {
      return;
    }
    isReading = input.takeLeftover(FRAMES_AT_ONCE);
    if (!isReading) {
      connection.wake();
    } else if (!closing.isPeerGone()) {
      source.resume();
    }
  }

  private void pause() {
    isReading = false;
    source.pause();
  }
}
