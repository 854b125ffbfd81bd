package io.heartwire.broker.redis;

import io.heartwire.broker.StreamPosition;

/**
 * Where a stream is in Redis.
 *
 * @param now its position; an empty epoch if there is none
 * @param generations of Redis under which its offsets were given out, the newest first: {@code
 *     name@first} with the first offset of each, separated by spaces; the oldest may have been
 *     forgotten
 */
record StreamState(StreamPosition now, String generations) {

  /** The generation of the last publication; empty before the first. */
  String generation() {
    return generationOf(now.offset());
  }

  /**
   * Whether Redis has forgotten publications of this epoch that this node knows, and perhaps given
   * their offsets to others since: it is so if the last known offset was given out under another
   * generation than it is now said to be. Where that has been forgotten, too, it counts as so.
   *
   * @param known the last position that this node knows
   * @param of the generation in which it was published
   */
  boolean isBehind(StreamPosition known, String of) {
    return now.epoch().equals(known.epoch())
        && known.offset() > 0
        && (now.offset() < known.offset() || !of.equals(generationOf(known.offset())));
  }

  private String generationOf(long offset) {
    for (String each : generations.split(" ", -1)) {
      int at = each.lastIndexOf('@');
      if (at >= 0 && Long.parseLong(each.substring(at + 1)) <= offset) {
        return each.substring(0, at);
      }
    }
    return "";
  }
}
