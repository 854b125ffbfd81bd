package io.heartwire.broker;

/**
 * A position in a stream: after the publication with this offset.
 *
 * @param offset the offset of the last publication; 0 = before the first
 * @param epoch identifies the stream: offsets of different epochs cannot be compared. Empty = not
 *     known, or no stream
 */
public record StreamPosition(long offset, String epoch) {
  /** The position of a publication without history. */
  public static final StreamPosition NONE = new StreamPosition(0, "");

  /**
   * @throws IllegalArgumentException if the offset is negative
   */
  public StreamPosition {
    if (offset < 0) {
      throw new IllegalArgumentException("offset of a stream position is negative: " + offset);
    }
  }
}
