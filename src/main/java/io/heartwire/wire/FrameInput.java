package io.heartwire.wire;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.Limit;
import io.heartwire.connection.Permit;
import io.heartwire.time.TimeSource;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One connection's way in: bytes become frames, frames are counted against the limits, and messages
 * go to the listener.
 *
 * <p>Used by one thread at a time, the one that reads.
 */
final class FrameInput implements FrameReader.Handler {
  private static final int TOO_BIG = 1009;

  private final WireConnection owner;
  private final Connection connection;
  private final FrameListener listener;
  private final FrameReader reader;
  private final ReadLimiter limiter;
  private @Nullable ByteBuffer leftover;
  private boolean isDeaf;

  FrameInput(
      WireConnection owner,
      Connection connection,
      FrameListener listener,
      WireConfig config,
      TimeSource time) {
    this.owner = owner;
    this.connection = connection;
    this.listener = listener;
    this.reader = new FrameReader(config.maxBytes(), this);
    this.limiter = new ReadLimiter(config, time);
  }

  /**
   * Takes what has come, up to so many frames.
   *
   * @return whether that was all
   */
  boolean take(ByteBuffer bytes, int mostFrames) {
    if (isDeaf) {
      bytes.position(bytes.limit());
      return true;
    }
    if (!limiter.takePiece(reader.isWithinFrame())) {
      refuse(Limit.FRAME_PIECES);
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
    if (reader.isWithinFrame()) {
      connection.heard(); // of a frame that takes its time to come
    }
    return !bytes.hasRemaining();
  }

  /** Keeps what was not taken. */
  void keep(ByteBuffer bytes) {
    leftover =
        bytes.hasRemaining() ? ByteBuffer.allocate(bytes.remaining()).put(bytes).flip() : null;
  }

  /** Takes of what was kept; true if there is nothing left of it. */
  boolean takeLeftover(int mostFrames) {
    ByteBuffer kept = leftover;
    if (kept != null && take(kept, mostFrames)) {
      leftover = null;
    }
    return leftover == null;
  }

  /** Hears nothing any more, and keeps nothing. */
  void stop() {
    isDeaf = true;
    leftover = null;
    reader.stop();
  }

  @Override
  public void text(String message) {
    listener.text(message);
  }

  @Override
  public void binary(ByteBuffer message) {
    listener.binary(message);
  }

  /** Costs as much as a command: else a message could come in fragments without end. */
  @Override
  public void fragment() {
    if (owner.isClosing()) {
      return;
    }
    connection.heard();
    if (connection.quota().command() != Permit.GRANTED) {
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
      refuse(Limit.PINGS);
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

  private void refuse(Limit limit) {
    connection.quota().exceeded(limit);
    fail(CloseReason.TOO_MANY_REQUESTS);
  }

  /** What comes from now on means nothing, not even a close frame. */
  private void fail(CloseReason reason) {
    if (reason.code() == TOO_BIG) {
      connection.quota().exceeded(Limit.MESSAGE_SIZE);
    }
    stop();
    owner.fail(reason);
  }
}
