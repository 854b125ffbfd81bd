package io.heartwire.connection;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the writer takes at once for one write: a message, and the neighbours that share its frame
 * or follow it; or a ping.
 *
 * <p>Immutable. Taken under the lock of the {@link Outgoing}; {@link #frame()}, which may copy, is
 * called outside of it.
 */
@SuppressWarnings("ReferenceEquality") // the very same messages; others may look like them
final class Bundle {
  /** No message at all. */
  static final Bundle PING = new Bundle(null, List.of(), 0);

  /**
   * The last messages that a writer joined, and their frame: in a busy channel the next connection
   * mostly has the same ones waiting. One for each thread, so it keeps no more than {@link
   * Frame#MOST_BYTES} and what these messages were.
   */
  private static final ThreadLocal<@Nullable Joined> LAST = new ThreadLocal<>();

  private record Joined(Message first, List<Message> more, Frame frame) {}

  private final @Nullable Message first;
  private final List<Message> more; // empty unless messages were joined
  private final int bytes;

  private Bundle(@Nullable Message first, List<Message> more, int bytes) {
    this.first = first;
    this.more = more;
    this.bytes = bytes;
  }

  /**
   * The first message, in any case, with those of the backlog that may leave together with it: in
   * its frame, or, over a wire that never waits, each in one of its own.
   */
  static Bundle of(Message first, Backlog backlog, Window window) {
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
    return new Bundle(first, more, (int) bytes);
  }

  int messages() {
    return first == null ? 0 : 1 + more.size();
  }

  boolean isOnly(Message message) {
    return first == message && more.isEmpty();
  }

  /** Payload bytes on the wire, separators included. */
  int bytes() {
    return bytes;
  }

  /**
   * The shared message itself if it is alone, else all of them, where they can be joined as one.
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
    // From the end: they mostly differ in how many have come since.
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
