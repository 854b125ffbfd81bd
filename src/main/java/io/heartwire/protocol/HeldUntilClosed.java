package io.heartwire.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The one thing that a connection holds and gives up at its end, whichever of both comes first.
 * Safe for use by any thread.
 */
public final class HeldUntilClosed<T> {
  private @Nullable T held; // guarded by this
  private boolean closed; // guarded by this

  /**
   * Whether it is held from now on; if not, the connection has ended, and the caller gives it up.
   */
  public synchronized boolean hold(T thing) {
    if (!closed) {
      held = thing;
    }
    return !closed;
  }

  /** What is held; null before, and after the end. */
  public synchronized @Nullable T held() {
    return held;
  }

  /** The connection has ended: what is to be given up now, null if there is nothing. */
  public synchronized @Nullable T close() {
    T last = held;
    closed = true;
    held = null;
    return last;
  }
}
