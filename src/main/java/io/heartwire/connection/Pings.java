package io.heartwire.connection;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the peer is asked for a sign of life, and since when its answer is awaited: control frames,
 * or the messages that its protocol has for it.
 *
 * <p>A protocol's pings and pongs carry nothing that tells them apart, but come in order: a pong
 * answers the oldest ping.
 *
 * <p>Not thread-safe: guarded by the lock of the {@link Outgoing} that owns it.
 */
final class Pings {
  /** So much is remembered of a peer that sends, but never answers; the oldest are forgotten. */
  static final int MOST_OUTSTANDING = 100;

  /**
   * An unanswered message.
   *
   * @param at when it was handed to the writer
   * @param bytesBefore bytes written by then
   */
  record Asked(long at, long bytesBefore) {}

  private @Nullable Message message;
  private @Nullable Deque<Asked> outstanding; // of messages
  private boolean wanted;
  private long awaitingSince = Pulse.NEVER;

  /** From now on the protocol's own message is sent instead of a control frame. */
  void use(Message ping) {
    message = ping;
    outstanding = new ArrayDeque<>(2);
  }

  boolean areMessages() {
    return message != null;
  }

  /** One is to go out before anything else. */
  void want() {
    wanted = true;
  }

  boolean wantFrame() {
    return wanted && message == null;
  }

  boolean wantMessage() {
    return wanted && message != null;
  }

  /** A control frame is about to be written: one that was wanted, or that asks for a proof. */
  void frameSent(long now, long lastHeardAt) {
    if (message == null) {
      wanted = false;
    }
    await(now, lastHeardAt);
  }

  /** The message that is wanted, about to be written. */
  Message message(long now, long lastHeardAt, long bytesBefore) {
    wanted = false;
    await(now, lastHeardAt);
    Deque<Asked> asked = Objects.requireNonNull(outstanding);
    if (asked.size() == MOST_OUTSTANDING) {
      asked.removeFirst();
    }
    asked.addLast(new Asked(now, bytesBefore));
    return Objects.requireNonNull(message);
  }

  /** The message that a pong of the protocol answers, or null if it answers none. */
  @Nullable Asked answered() {
    Asked oldest = outstanding == null ? null : outstanding.pollFirst();
    if (oldest != null) {
      heard();
    }
    return oldest;
  }

  /** No answer is awaited any more. */
  void heard() {
    awaitingSince = Pulse.NEVER;
  }

  /** {@link Pulse#NEVER} if none is. */
  long awaitingSince() {
    return awaitingSince;
  }

  /** Whether a frame is such a message and nothing else. */
  boolean isAll(Bundle frame) {
    return message != null && frame.isOnly(message);
  }

  /**
   * An answer is awaited from now on; or from an earlier ping of a protocol on, if the peer has
   * given no sign of life since: pings that follow each other before one is overdue do not put the
   * moment off at which it is.
   */
  private void await(long now, long lastHeardAt) {
    boolean awaited =
        message != null && awaitingSince != Pulse.NEVER && lastHeardAt - awaitingSince < 0;
    if (!awaited) {
      awaitingSince = now;
    }
  }
}
