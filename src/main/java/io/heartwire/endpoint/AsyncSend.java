package io.heartwire.endpoint;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Whether a frame is on its way asynchronously, and what the end of the connection has to do with
 * it: the container would write its close frame into the middle of the other, where no peer finds
 * it.
 *
 * <p>Safe for use by any thread.
 */
final class AsyncSend {

  /** How a connection is closed. */
  enum Ending {
    /** By a close frame, now. */
    GOODBYE,
    /** In a while, when the frame on its way has gone, or the peer has had its time. */
    WHEN_SENT,
    /** Without a word: there is a part of a frame on the wire. */
    CUT
  }

  private enum State {
    /** None is on its way. */
    IDLE,
    UNDER_WAY,
    /** On its way, and nothing but the goodbye follows. */
    LAST,
    /** Only the goodbye may be written. */
    OVER,
    /** It got stuck on its way, and nothing may be written. */
    BROKEN
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);

  /** A frame is about to be sent; false if the end has begun, so it must not. */
  boolean begin() {
    return state.compareAndSet(State.IDLE, State.UNDER_WAY);
  }

  /** It has been sent, or not; returns how the connection ends if that waited for this. */
  @Nullable Ending ended(boolean isSent) {
    if (isSent) {
      return state.compareAndSet(State.UNDER_WAY, State.IDLE)
              || !state.compareAndSet(State.LAST, State.OVER)
          ? null
          : Ending.GOODBYE;
    }
    return state.getAndSet(State.BROKEN) == State.LAST ? Ending.CUT : null;
  }

  /** No other frame is to be sent; returns how the connection ends. */
  Ending close() {
    if (state.compareAndSet(State.IDLE, State.OVER)) {
      return Ending.GOODBYE;
    }
    state.compareAndSet(State.UNDER_WAY, State.LAST);
    return switch (state.get()) {
      case LAST -> Ending.WHEN_SENT;
      case BROKEN -> Ending.CUT;
      default -> Ending.GOODBYE;
    };
  }

  /** The last frame has had its time; false if it has gone. */
  boolean giveUp() {
    return state.compareAndSet(State.LAST, State.BROKEN);
  }

  /** Whether a frame is on its way, or got stuck there. */
  boolean isUnderWay() {
    return switch (state.get()) {
      case UNDER_WAY, LAST, BROKEN -> true;
      case IDLE, OVER -> false;
    };
  }

  /** Whether a frame may be written after {@link #close()}. */
  boolean isOver() {
    return state.get() == State.OVER;
  }
}
