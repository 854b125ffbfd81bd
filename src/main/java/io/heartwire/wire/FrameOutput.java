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
 * One connection's way out: what the queue yields, and between its frames the pongs.
 *
 * <p>Used by the connection's event loop, but for {@link #drain} and {@link #pong}, which any
 * thread may call.
 */
final class FrameOutput {
  private static final int FRAMES_AT_ONCE = 64;

  /**
   * Of a peer that sends pings and takes no answers, only the last ones are answered (RFC 6455,
   * section 5.5.3).
   */
  static final int MOST_PONGS_UNTAKEN = 16;

  /** The same where nothing says so yet, but the loop has other things to do. */
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

  /** From now on frames are taken from here. */
  void drain(FrameQueue frames) {
    queue = frames;
  }

  /** A ping is to be answered by this. */
  void pong(byte[] payload) {
    synchronized (pongs) {
      while (pongs.size() >= (isBlocked ? MOST_PONGS_UNTAKEN : MOST_PONGS)) {
        pongs.removeFirst();
      }
      pongs.addLast(payload);
      hasPongs = true;
    }
  }

  /** Whether the peer does not take what is written, so that nothing can be at this moment. */
  boolean isBlocked() {
    return isBlocked;
  }

  /** The sink takes more. */
  void unblock() {
    isBlocked = false;
  }

  /**
   * Writes what there is, to a limit.
   *
   * @return when to go on; if the sink is blocked, when it is not any more
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
   * Writes the last frame, once; nothing may be blocked.
   *
   * @throws IOException if the connection is broken
   */
  void close(CloseReason reason) throws IOException {
    if (!isClosed) {
      isClosed = true;
      boolean unused = put(FrameWriter.own().close(CloseFrame.payload(reason)));
    }
  }

  /** Forgets what was not written. */
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
