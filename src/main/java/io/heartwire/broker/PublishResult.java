package io.heartwire.broker;

/**
 * The result of a publication.
 *
 * @param position the stream position after it; {@link StreamPosition#NONE} without history
 * @param suppressed whether it was dropped, neither kept nor delivered: because it repeats an
 *     earlier one, whose position this is, or because its version is not newer than the last one's
 * @param local whether it went to subscribers of this node alone, because the store that nodes
 *     share could not be reached
 */
public record PublishResult(StreamPosition position, boolean suppressed, boolean local) {
  /** The result of a publication for the subscribers of all nodes. */
  public PublishResult(StreamPosition position, boolean suppressed) {
    this(position, suppressed, false);
  }
}
