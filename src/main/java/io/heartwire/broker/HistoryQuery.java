package io.heartwire.broker;

import org.jspecify.annotations.Nullable;

/**
 * Which publications of a stream are wanted.
 *
 * @param since only those behind this position, or before it when reading in reverse; null = from
 *     the end where reading begins
 * @param limit how many at the most; 0 = the position only; {@link #NO_LIMIT} = all
 * @param reverse newest first
 */
public record HistoryQuery(@Nullable StreamPosition since, int limit, boolean reverse) {
  public static final int NO_LIMIT = -1;

  /** Where the stream stands, without publications. */
  public static final HistoryQuery POSITION = new HistoryQuery(null, 0, false);

  /** Everything, oldest first. */
  public static final HistoryQuery ALL = new HistoryQuery(null, NO_LIMIT, false);

  /**
   * @throws IllegalArgumentException if the limit is negative and not {@link #NO_LIMIT}
   */
  public HistoryQuery {
    if (limit < NO_LIMIT) {
      throw new IllegalArgumentException("history limit must be -1 (all) or more: " + limit);
    }
  }

  /** Everything behind the position: what {@link Recovery#decide} needs. */
  public static HistoryQuery since(StreamPosition position) {
    return new HistoryQuery(position, NO_LIMIT, false);
  }
}
