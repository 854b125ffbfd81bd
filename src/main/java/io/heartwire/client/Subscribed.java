package io.heartwire.client;

import org.jspecify.annotations.Nullable;

/**
 * A subscription is established, for the first time or again. Recovered publications follow.
 *
 * @param recovery whether all missed publications follow
 * @param position of the stream after those that follow, or null if the channel has no positions
 * @param data JSON from the server, or null
 */
public record Subscribed(
    Recovery recovery, @Nullable StreamPosition position, @Nullable String data) {

  /** What happened to publications between two connections. */
  public enum Recovery {
    /** There was nothing to recover: the first time, or the channel has no positions. */
    NONE,
    /** Every missed publication follows, in order. */
    COMPLETE,
    /** Some are lost: reload the state that they would have changed. */
    INCOMPLETE
  }
}
