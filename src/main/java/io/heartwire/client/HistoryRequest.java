package io.heartwire.client;

import org.jspecify.annotations.Nullable;

/**
 * Which part of a channel's history is wanted.
 *
 * @param limit the most publications; 0 asks for the stream's position only, -1 for all
 * @param since only those after this position, or before it in reverse; null for all
 * @param reverse newest first
 */
public record HistoryRequest(int limit, @Nullable StreamPosition since, boolean reverse) {

  /** The newest, newest first. */
  public static HistoryRequest newest(int limit) {
    return new HistoryRequest(limit, null, true);
  }

  /** The oldest, oldest first. */
  public static HistoryRequest oldest(int limit) {
    return new HistoryRequest(limit, null, false);
  }

  /** Those that followed a position, oldest first. */
  public static HistoryRequest after(StreamPosition position, int limit) {
    return new HistoryRequest(limit, position, false);
  }
}
