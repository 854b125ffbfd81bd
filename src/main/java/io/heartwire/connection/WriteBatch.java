package io.heartwire.connection;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the writer writes at once: a message with those that share its frame or follow it, or a
 * ping.
 *
 * <p>Immutable. Taken under the lock of the {@link OutboundQueue}; {@link #frame()}, which may
 * copy, is called outside of it.
 */
@SuppressWarnings("ReferenceEquality") // compares identity: other messages may be equal
final class WriteBatch {
  /** A ping frame, without a message. */
  static final WriteBatch PING = new WriteBatch(null, List.of(), 0);

  /**
   * The last messages that this thread joined, and their frame: in a busy channel the next
   * connection mostly has the same ones waiting. Without it each connection would copy them again.
   * It keeps at most {@link Frame#MOST_BYTES} and these messages alive for each thread.
   */
  private static final ThreadLocal<@Nullable Joined> LAST = new ThreadLocal<>();

  private record Joined(Message first, List<Message> more, Frame frame) {}

  private final @Nullable Message first;
  private final List<Message> more; // empty unless messages were joined
  private final int bytes;

  private WriteBatch(@Nullable Message first, List<Message> more, int bytes) {
    this.first = first;
    this.more = more;
    this.bytes = bytes;
  }

  /**
   * Takes the first message together with those of the backlog that may be written with it: in its
   * frame or, on a transport that never blocks, each in a frame of its own.
   */
  static WriteBatch of(Message first, Backlog backlog, UnreadWindow window) {
    boolean isSeries = !first.joinable() && window.isWide() && window.fits(first.size());
    int header = isSeries ? Frame.HEADER_BYTES : 0;
    int separator = isSeries ? 0 : first.separator();
    long limit = window.mostBytesWith(first);
    List<Message> more = List.of();
    long bytes = first.size();
    long headers = 0;
    Message next = backlog.peek();
    while (next != null && (isSeries ? !next.joinable() : first.joins(next))) {
      long sum = bytes + separator + next.size();
      headers += header;
      if (sum + headers > limit) {
        break;
      }
      if (more.isEmpty()) {
        more = new ArrayList<>();
      }
      more.add(next);
      bytes = sum;
      backlog.poll();
      next = backlog.peek();
    }
    return new WriteBatch(first, more, (int) bytes);
  }

  int messages() {
    return first == null ? 0 : 1 + more.size();
  }

  /** Tells how long those messages took that are measured. Called outside of the lock. */
  void tellWritten(Connection connection, long now) {
    if (first != null) {
      tellWritten(first, connection, now);
    }
    for (int i = 0; i < more.size(); i++) {
      tellWritten(more.get(i), connection, now);
    }
  }

  private static void tellWritten(Message message, Connection connection, long now) {
    long since = message.measuredSince();
    if (since != Message.UNMEASURED) {
      connection.written(now - since);
    }
  }

  boolean isOnly(Message message) {
    return first == message && more.isEmpty();
  }

  /** Whether it says nothing but that the server lives. */
  boolean isHeartBeat() {
    return first != null && first.topic() == Message.HEART_BEATS && more.isEmpty();
  }

  /** Payload bytes on the wire, separators included. */
  int bytes() {
    return bytes;
  }

  /**
   * Returns the shared message itself if it is alone; otherwise the messages joined into one, or a
   * series.
   */
  Frame frame() {
    if (first == null) {
      return Frame.Ping.PING;
    }
    if (more.isEmpty()) {
      return first;
    }
    Joined last = LAST.get();
    if (last != null && last.first == first && areSame(last.more, more)) {
      return last.frame;
    }
    Frame frame = first.joinable() ? joined(first) : series(first);
    LAST.set(new Joined(first, more, frame));
    return frame;
  }

  private Frame.Series series(Message head) {
    List<Message> all = new ArrayList<>(messages());
    all.add(head);
    all.addAll(more);
    return new Frame.Series(all);
  }

  private Message joined(Message head) {
    return head instanceof Message.Text text ? lines(text) : parts(head);
  }

  private static boolean areSame(List<Message> some, List<Message> others) {
    if (some.size() != others.size()) {
      return false;
    }
    // From the end: they mostly differ in the messages that came last.
    for (int i = some.size() - 1; i >= 0; i--) {
      if (some.get(i) != others.get(i)) {
        return false;
      }
    }
    return true;
  }

  private Message lines(Message.Text head) {
    String[] texts = new String[messages()];
    texts[0] = head.text();
    for (int i = 1; i < texts.length; i++) {
      texts[i] = ((Message.Text) more.get(i - 1)).text();
    }
    // Copies each text once, straight into the result.
    return new Message.Text(String.join("\n", texts), bytes, null, true);
  }

  private Message parts(Message head) {
    ByteBuffer all = ByteBuffer.allocateDirect(bytes).put(((Message.Binary) head).view());
    for (Message part : more) {
      all.put(((Message.Binary) part).view());
    }
    return new Message.Binary(all.flip(), null, true);
  }
}
