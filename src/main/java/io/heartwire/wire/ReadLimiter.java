package io.heartwire.wire;

import io.heartwire.limit.Allowance;
import io.heartwire.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Limits of what one client may send that is no message: pings, which are answered, and pieces of a
 * frame. Used by one thread at a time.
 */
final class ReadLimiter {
  private final WireConfig config;
  private final TimeSource time;
  private @Nullable Allowance pings;
  private int pieces;

  ReadLimiter(WireConfig config, TimeSource time) {
    this.config = config;
    this.time = time;
  }

  /**
   * A piece has come.
   *
   * @param isWithinFrame whether it goes on with a frame
   * @return false if the frame has come in too many
   */
  boolean takePiece(boolean isWithinFrame) {
    pieces = isWithinFrame ? pieces + 1 : 1;
    return pieces <= config.mostPieces();
  }

  /** A frame has ended with that piece, or within it: what is left of it belongs to the next. */
  void frameEnded() {
    pieces = 1;
  }

  /** A ping has come; false if it is one too many. */
  boolean takePing() {
    if (config.pings().isUnlimited()) {
      return true;
    }
    if (pings == null) {
      pings = new Allowance(config.pings(), time);
    }
    return pings.take(1);
  }
}
