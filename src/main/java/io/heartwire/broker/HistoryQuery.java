package io.heartwire.broker;

import org.jspecify.annotations.Nullable;

/**
 * A query for publications of a stream.
 *
 * @param since only publications after this position or, in reverse, before it (a position beyond
 *     the stream's end has none before it); null = from the stream's start or, in reverse, its end
 * @param limit the most publications; 0 = the position only; {@link #NO_LIMIT} = all
 * @param reverse newest first
 */
public record HistoryQuery(@Nullable StreamPosition since, int limit, boolean reverse) {
  public static final int NO_LIMIT = -1;

  /** The stream's position, without publications. */
  public static final HistoryQuery POSITION = new HistoryQuery(null, 0, false);

  /** All publications, oldest first. */
  public static final HistoryQuery ALL = new HistoryQuery(null, NO_LIMIT, false);

  /**
   * @throws IllegalArgumentException if the limit is negative and not {@link #NO_LIMIT}
   */
  public HistoryQuery {
    if (limit < NO_LIMIT) {
      throw new IllegalArgumentException("history limit must be -1 (all) or more: " + limit);
    }
  }

  /** All publications after the position, as {@link Recovery#decide} needs them. */
  public static HistoryQuery since(StreamPosition position) {
    return new HistoryQuery(position, NO_LIMIT, false);
  }
}
