package io.heartwire.broker;

/**
 * What became of a publication.
 *
 * @param position where the stream stands behind it; {@link StreamPosition#NONE} without history
 * @param suppressed whether it repeated an earlier one: the position is the earlier one's, and
 *     nothing was kept or delivered again
 */
public record PublishResult(StreamPosition position, boolean suppressed) {}
