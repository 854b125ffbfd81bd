package io.heartwire.broker.redis;

import io.heartwire.broker.StreamPosition;

/**
 * Where this node is in a stream.
 *
 * @param generation under which the position was published
 */
record KnownPosition(StreamPosition position, String generation) {

  /** That of the stream's last publication. */
  static KnownPosition of(StreamState state) {
    return new KnownPosition(state.now(), state.generation());
  }

  static KnownPosition of(Envelope envelope) {
    return new KnownPosition(envelope.position(), envelope.generation());
  }

  long offset() {
    return position.offset();
  }

  /** Whether both are of one generation, so that offsets mean the same. */
  boolean isComparableWith(Envelope envelope) {
    return position.offset() == 0 || envelope.generation().equals(generation);
  }

  /** Whether nothing can be between this and the next. */
  boolean isFollowedBy(StreamPosition next) {
    return next.epoch().equals(position.epoch())
        ? next.offset() == position.offset() + 1
        : next.offset() == 1;
  }

  /** Whether the stream in Redis went back. */
  boolean isLostIn(StreamState state) {
    return state.isBehind(position, generation);
  }
}
