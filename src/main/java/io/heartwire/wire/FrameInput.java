package io.heartwire.wire;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionLimit;
import io.heartwire.connection.InboundPermit;
import io.heartwire.limit.InputBudget;
import io.heartwire.time.TimeSource;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The input side of one connection: turns bytes into frames, applies the limits, and passes
 * messages to the listener.
 *
 * <p>Used by the reading thread, one at a time.
 */
final class FrameInput implements FrameReader.Handler {
  private static final int TOO_BIG = 1009;

  private final WireConnection owner;
  private final Connection connection;
  private final FrameListener listener;
  private final FrameReader reader;
  private final ReadLimiter limiter;
  private final InputBudget budget;
  private final AtomicInteger kept = new AtomicInteger(); // the bytes that the budget counts
  private volatile boolean isReleased;
  private @Nullable ByteBuffer leftover;
  private boolean isStopped;

  FrameInput(
      WireConnection owner,
      Connection connection,
      FrameListener listener,
      WireConfig config,
      InputBudget budget,
      TimeSource time) {
    this.owner = owner;
    this.connection = connection;
    this.listener = listener;
    this.reader = new FrameReader(listener.maxBytes(), this);
    this.limiter = new ReadLimiter(config.pings(), listener.maxBytes(), time);
    this.budget = budget;
  }

  /**
   * Takes bytes, up to so many frames.
   *
   * @return whether it took all of them
   */
  boolean take(ByteBuffer bytes, int mostFrames) {
    if (isStopped) {
      bytes.position(bytes.limit());
      return true;
    }
    if (!limiter.takePiece(reader.isWithinFrame())) {
      refuse(ConnectionLimit.FRAME_PIECES);
      return true;
    }
    try {
      if (reader.read(bytes, mostFrames) > 0) {
        limiter.frameEnded();
      }
    } catch (FrameException violation) {
      fail(violation.reason());
    } catch (RuntimeException failure) {
      listener.failed(failure);
      fail(CloseReason.INTERNAL_ERROR);
    }
    if (!settle(reader.kept())) {
      refuse(ConnectionLimit.INCOMING_BYTES);
    }
    if (reader.isWithinFrame()) {
      connection.heard(); // a part of a frame is a sign of life, too
    }
    return !bytes.hasRemaining();
  }

  /** Keeps the bytes that were not taken. */
  void keep(ByteBuffer bytes) {
    leftover =
        bytes.hasRemaining() ? ByteBuffer.allocate(bytes.remaining()).put(bytes).flip() : null;
  }

  /** Takes kept bytes; returns true if none are left. */
  boolean takeLeftover(int mostFrames) {
    ByteBuffer kept = leftover;
    if (kept != null && take(kept, mostFrames)) {
      leftover = null;
    }
    return leftover == null;
  }

  /** Ignores all further input, and keeps nothing. */
  void stop() {
    isStopped = true;
    leftover = null;
    reader.stop();
    release();
  }

  /** Returns the kept bytes to the budget, even if a thread is still reading. */
  void release() {
    isReleased = true;
    settle(0);
  }

  private boolean settle(int bytes) {
    if (bytes == kept.get()) {
      return true;
    }
    boolean isPermitted = budget.change(kept.getAndSet(bytes), bytes);
    if (isReleased && bytes > 0) {
      settle(0);
    }
    return isPermitted;
  }

  @Override
  public void text(String message) {
    listener.text(message);
  }

  @Override
  public void binary(ByteBuffer message) {
    listener.binary(message);
  }

  /** Counts as a command: otherwise a message could have fragments without end. */
  @Override
  public void fragment() {
    if (owner.isClosing()) {
      return;
    }
    connection.heard();
    if (connection.quota().command() != InboundPermit.GRANTED) {
      connection.close(CloseReason.TOO_MANY_REQUESTS);
    }
  }

  @Override
  public void ping(ByteBuffer payload) {
    if (owner.isClosing()) {
      return;
    }
    connection.heard();
    if (limiter.takePing()) {
      byte[] answer = new byte[payload.remaining()];
      payload.get(answer);
      owner.answer(answer);
    } else {
      refuse(ConnectionLimit.PINGS);
    }
  }

  @Override
  public void pong(ByteBuffer payload) {
    listener.pong(payload);
  }

  @Override
  public void close(CloseReason reason) {
    stop();
    owner.peerCloses(reason);
  }

  private void refuse(ConnectionLimit limit) {
    connection.quota().exceeded(limit);
    fail(CloseReason.TOO_MANY_REQUESTS);
  }

  /** Fails the connection: further input is ignored, even a close frame. */
  private void fail(CloseReason reason) {
    if (reason.code() == TOO_BIG) {
      connection.quota().exceeded(ConnectionLimit.MESSAGE_SIZE);
    }
    stop();
    owner.fail(reason);
  }
}
