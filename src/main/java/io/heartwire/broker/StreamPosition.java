package io.heartwire.broker;

/**
 * A place in a stream: behind the publication with this offset.
 *
 * @param offset of the last publication; 0 = before the first
 * @param epoch names one life of the stream: offsets of different epochs cannot be compared. Empty
 *     = not known, or no stream at all
 */
public record StreamPosition(long offset, String epoch) {
  /** The position of what is not part of any stream. */
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
