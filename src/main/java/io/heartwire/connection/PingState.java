package io.heartwire.connection;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The pings of one connection and since when a pong is awaited. A ping is a control frame, or a
 * message where the protocol has one for it.
 *
 * <p>A protocol's pings and pongs carry no id, but come in order: a pong answers the oldest ping.
 *
 * <p>Not thread-safe: guarded by the lock of the {@link OutboundQueue} that owns it.
 */
final class PingState {
  /**
   * The most unanswered pings that are remembered, for a peer that sends but never answers pings;
   * older ones are forgotten.
   */
  static final int MOST_OUTSTANDING = 100;

  /**
   * An unanswered message.
   *
   * @param at when it was handed to the writer
   * @param bytesBefore bytes written by then
   */
  record Asked(long at, long bytesBefore) {}

  private @Nullable Message message;
  private @Nullable Deque<Asked> outstanding; // pings that are messages
  private boolean wanted;
  private long awaitingSince = LivenessFacts.NEVER;

  /** Makes this message of the protocol the ping, instead of a control frame. */
  void use(Message ping) {
    message = ping;
    outstanding = new ArrayDeque<>(2);
  }

  boolean areMessages() {
    return message != null;
  }

  /** Requests a ping, to be written before anything else. */
  void want() {
    wanted = true;
  }

  boolean wantFrame() {
    return wanted && message == null;
  }

  boolean wantMessage() {
    return wanted && message != null;
  }

  /**
   * Notes that a ping frame is about to be written, because one was wanted or because an
   * acknowledgement is due.
   */
  void frameSent(long now, long lastHeardAt) {
    if (message == null) {
      wanted = false;
    }
    await(now, lastHeardAt);
  }

  /** Takes the ping message that is about to be written. */
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

  /** Takes the ping that a pong of the protocol answers, or returns null if it answers none. */
  @Nullable Asked answered() {
    Asked oldest = outstanding == null ? null : outstanding.pollFirst();
    if (oldest != null) {
      heard();
    }
    return oldest;
  }

  /** Notes that no pong is awaited any more. */
  void heard() {
    awaitingSince = LivenessFacts.NEVER;
  }

  /** Since when a pong is awaited, or {@link LivenessFacts#NEVER}. */
  long awaitingSince() {
    return awaitingSince;
  }

  /** Returns whether a batch is a ping message and nothing else. */
  boolean isAll(WriteBatch frame) {
    return message != null && frame.isOnly(message);
  }

  /**
   * Notes that a pong is awaited from now on. If an earlier ping of a protocol is unanswered and
   * the peer has given no sign of life since, its time is kept: otherwise frequent pings would put
   * off the moment at which the pong is overdue.
   */
  private void await(long now, long lastHeardAt) {
    boolean awaited =
        message != null && awaitingSince != LivenessFacts.NEVER && lastHeardAt - awaitingSince < 0;
    if (!awaited) {
      awaitingSince = now;
    }
  }
}
