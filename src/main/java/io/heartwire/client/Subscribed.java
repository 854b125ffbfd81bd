package io.heartwire.client;

import org.jspecify.annotations.Nullable;

/**
 * A subscription is established, for the first time or again. Publications that were recovered
 * follow.
 *
 * @param recovery whether everything that was missed meanwhile follows
 * @param position of the stream after those that follow, or null where it has none
 * @param data JSON that the server gave along, or null
 */
public record Subscribed(
    Recovery recovery, @Nullable StreamPosition position, @Nullable String data) {

  /** What became of publications between two subscriptions. */
  public enum Recovery {
    /** Nothing was to be recovered: the first time, or the channel keeps no positions. */
    NONE,
    /** Every missed publication follows, in order. */
    COMPLETE,
    /** Some are lost: read the state of things anew. */
    INCOMPLETE
  }
}
