package io.heartwire.connection;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The ping that a protocol sends as a message of its own, and those of them that are unanswered.
 * Pings and pongs carry nothing that tells them apart, but come in order: a pong answers the oldest
 * ping.
 *
 * <p>Not thread-safe: guarded by the lock of the {@link Outgoing} that owns it.
 */
final class ProtocolPings {
  /** So much is remembered of a peer that sends, but never answers; the oldest are forgotten. */
  static final int MOST_OUTSTANDING = 100;

  /**
   * An unanswered ping.
   *
   * @param at when it was handed to the writer
   * @param bytesBefore bytes written by then
   */
  record Asked(long at, long bytesBefore) {}

  private final Message message;
  private final Deque<Asked> outstanding = new ArrayDeque<>(2);

  ProtocolPings(Message message) {
    this.message = message;
  }

  /** The next ping, about to be written. */
  Message ask(long now, long bytesBefore) {
    if (outstanding.size() == MOST_OUTSTANDING) {
      outstanding.removeFirst();
    }
    outstanding.addLast(new Asked(now, bytesBefore));
    return message;
  }

  /** Whether a frame is such a ping and nothing else. */
  @SuppressWarnings("ReferenceEquality") // it is this very message, or another that looks like it
  boolean isAll(Bundle frame) {
    return frame.messages() == 1 && frame.frame() == message;
  }

  /** The ping that a pong answers, or null if it answers none. */
  @Nullable Asked answered() {
    return outstanding.pollFirst();
  }
}
