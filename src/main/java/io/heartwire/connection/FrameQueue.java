package io.heartwire.connection;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What waits to be written to one connection, as seen by its {@link Transport}. */
public interface FrameQueue {

  /**
   * The next frame to write, which also says that the one before it has been written; or null when
   * there is none to write now, which ends the drain unless it {@link #isHeld()}.
   */
  @Nullable Frame next();

  /**
   * Whether the drain goes on although nothing is to be written at this moment: the writer asks for
   * the {@link #next()} frame again in a few milliseconds. Called after a null.
   */
  boolean isHeld();

  /** The payload of the ping just yielded. Called directly before it is written: time counts. */
  ByteBuffer stampPing();

  /** Ends the drain because the frame last yielded could not be written. */
  void failed(CloseReason reason);
}
