package io.heartwire.wire;

import io.heartwire.limit.RateLimit;
import io.heartwire.limit.TokenBucket;
import io.heartwire.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Limits one client's pings, and the number of reads that one frame may take. Used by one thread at
 * a time.
 */
final class ReadLimiter {
  /** Even a link with the smallest packets brings twice as much in one read. */
  private static final int BYTES_A_PIECE = 256;

  private static final int LEAST_PIECES = 64;

  private final RateLimit pingLimit;
  private final int mostPieces;
  private final TimeSource time;
  private @Nullable TokenBucket pings;
  private int pieces;

  /**
   * @param maxBytes the most bytes of a message. The limit of reads follows from it, since each
   *     read costs as much as that of a whole frame
   */
  ReadLimiter(RateLimit pingLimit, int maxBytes, TimeSource time) {
    this.pingLimit = pingLimit;
    this.mostPieces = Math.max(LEAST_PIECES, maxBytes / BYTES_A_PIECE);
    this.time = time;
  }

  /**
   * Counts a read.
   *
   * @param isWithinFrame whether it continues a frame
   * @return false if the frame has taken too many reads
   */
  boolean takePiece(boolean isWithinFrame) {
    pieces = isWithinFrame ? pieces + 1 : 1;
    return pieces <= mostPieces;
  }

  /** Notes that a frame has ended within the read, the rest of which belongs to the next frame. */
  void frameEnded() {
    pieces = 1;
  }

  /** Counts a ping; returns false if it exceeds the limit. */
  boolean takePing() {
    if (pingLimit.isUnlimited()) {
      return true;
    }
    if (pings == null) {
      pings = new TokenBucket(pingLimit, time);
    }
    return pings.take(1);
  }
}
