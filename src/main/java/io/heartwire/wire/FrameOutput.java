package io.heartwire.wire;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Frame;
import io.heartwire.connection.FrameQueue;
import io.heartwire.wire.LoopTask.Next;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The output side of one connection: writes the frames of the queue, and pongs between them.
 *
 * <p>Used by the connection's event loop, except for {@link #drain} and {@link #pong}, which any
 * thread may call.
 */
final class FrameOutput {
  private static final int FRAMES_AT_ONCE = 64;

  /**
   * The most pongs that wait while the peer does not read. Older ones are dropped, as RFC 6455,
   * section 5.5.3, permits.
   */
  static final int MOST_PONGS_UNTAKEN = 16;

  /** The most pongs that wait otherwise, while the loop is busy. */
  static final int MOST_PONGS = 128;

  private final ByteSink sink;
  private final Deque<byte[]> pongs = new ArrayDeque<>(1); // guarded by itself
  private volatile @Nullable FrameQueue queue;
  private volatile boolean hasPongs; // written under the lock of the pongs
  private @Nullable ByteBuffer rest;
  private volatile boolean isBlocked; // written by the loop
  private boolean isClosed;

  FrameOutput(ByteSink sink) {
    this.sink = sink;
  }

  /** Sets the queue that frames are taken from. */
  void drain(FrameQueue frames) {
    queue = frames;
  }

  /** Queues a pong. */
  void pong(byte[] payload) {
    synchronized (pongs) {
      while (pongs.size() >= (isBlocked ? MOST_PONGS_UNTAKEN : MOST_PONGS)) {
        pongs.removeFirst();
      }
      pongs.addLast(payload);
      hasPongs = true;
    }
  }

  /** Returns whether the peer does not read, so that nothing can be written now. */
  boolean isBlocked() {
    return isBlocked;
  }

  /** Notes that the sink accepts more. */
  void unblock() {
    isBlocked = false;
  }

  /**
   * Writes waiting frames, up to a limit.
   *
   * @return when to call it again; {@code UNTIL_ADDED} if the sink is blocked
   * @throws IOException if the connection is broken
   */
  Next write() throws IOException {
    if (!writeRest() || isClosed || !writePongs()) {
      return Next.UNTIL_ADDED;
    }
    FrameQueue frames = queue;
    if (frames == null) {
      return Next.UNTIL_ADDED;
    }
    FrameWriter writer = FrameWriter.own();
    for (int i = 0; i < FRAMES_AT_ONCE; i++) {
      Frame frame = frames.next();
      if (frame == null) {
        return frames.isHeld() ? Next.LATER : Next.UNTIL_ADDED;
      }
      boolean isPing = frame instanceof Frame.Ping;
      if (!put(isPing ? writer.ping(frames.stampPing()) : writer.messages(frame))) {
        return Next.UNTIL_ADDED;
      }
    }
    return Next.AFTER_OTHERS;
  }

  /**
   * Writes the close frame, once. The sink must not be blocked.
   *
   * @throws IOException if the connection is broken
   */
  void close(CloseReason reason) throws IOException {
    if (!isClosed) {
      isClosed = true;
      boolean unused = put(FrameWriter.own().close(CloseFrame.payload(reason)));
    }
  }

  /** Drops all that was not written. */
  void stop() {
    rest = null;
    queue = null;
    synchronized (pongs) {
      pongs.clear();
      hasPongs = false;
    }
  }

  private boolean writeRest() throws IOException {
    ByteBuffer waiting = rest;
    if (isBlocked || waiting == null) {
      return !isBlocked;
    }
    isBlocked = !sink.write(waiting);
    if (!waiting.hasRemaining()) {
      rest = null;
    }
    return !isBlocked;
  }

  private boolean writePongs() throws IOException {
    while (hasPongs) {
      byte[] first;
      synchronized (pongs) {
        first = pongs.pollFirst();
        hasPongs = !pongs.isEmpty();
      }
      if (first != null && !put(FrameWriter.own().pong(first))) {
        return false;
      }
    }
    return true;
  }

  private boolean put(ByteBuffer bytes) throws IOException {
    isBlocked = !sink.write(bytes);
    if (bytes.hasRemaining()) {
      rest = FrameWriter.own().rest();
    }
    return !isBlocked;
  }
}
