package io.heartwire.connection;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What the writer takes at once for one frame: a message, and the neighbours that share its frame.
 *
 * <p>Immutable. Taken under the lock of the {@link Outgoing}; {@link #frame()}, which copies, is
 * called outside of it.
 */
final class Bundle {
  /** The largest frame into which messages are joined when it is written asynchronously anyway. */
  static final int MOST_BYTES = 64 * 1024;

  private final Message first;
  private final List<Message> more; // empty unless messages were joined
  private final int bytes;

  private Bundle(Message first, List<Message> more, int bytes) {
    this.first = first;
    this.more = more;
    this.bytes = bytes;
  }

  /** The first message, in any case, with those of the backlog that follow it within the limit. */
  static Bundle of(Message first, Backlog backlog, long limit) {
    List<Message> more = List.of();
    int bytes = first.size();
    Message next = backlog.peek();
    while (next != null && first.joins(next)) {
      long joined = (long) bytes + first.separator() + next.size();
      if (joined > limit) {
        break;
      }
      if (more.isEmpty()) {
        more = new ArrayList<>();
      }
      more.add(next);
      bytes = (int) joined;
      backlog.poll();
      next = backlog.peek();
    }
    return new Bundle(first, more, bytes);
  }

  int messages() {
    return 1 + more.size();
  }

  /** Payload bytes on the wire, separators included. */
  int bytes() {
    return bytes;
  }

  /** The shared message itself if it is alone, else all of them copied into one. */
  Message frame() {
    if (more.isEmpty()) {
      return first;
    }
    return first instanceof Message.Text ? lines() : parts();
  }

  private Message lines() {
    String[] texts = new String[messages()];
    texts[0] = ((Message.Text) first).text();
    for (int i = 1; i < texts.length; i++) {
      texts[i] = ((Message.Text) more.get(i - 1)).text();
    }
    // Copies each text once, straight into the result.
    return new Message.Text(String.join("\n", texts), bytes, null, true);
  }

  private Message parts() {
    ByteBuffer all = ByteBuffer.allocateDirect(bytes).put(((Message.Binary) first).view());
    for (Message part : more) {
      all.put(((Message.Binary) part).view());
    }
    return new Message.Binary(all.flip(), null, true);
  }
}
