package io.heartwire.connection;

import io.heartwire.visibility.Internal;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The frames that wait to be written to one connection, as seen by its {@link Transport}. */
@Internal
public interface FrameQueue {

  /**
   * Returns the next frame to write, or null when there is none now, which ends the drain unless it
   * {@link #isHeld()}. The call also confirms that the frame before has been written.
   */
  @Nullable Frame next();

  /**
   * Returns whether the drain goes on although {@link #next()} returned null: the writer must call
   * {@code next()} again in a few milliseconds.
   */
  boolean isHeld();

  /**
   * Returns the payload of the ping that {@link #next()} returned. Call it directly before the
   * write, since the payload is the start of the round trip's measurement.
   */
  ByteBuffer stampPing();

  /** Ends the drain because the last frame could not be written. */
  void failed(CloseReason reason);
}
