package io.heartwire.connection;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One application message in its wire form: encoded once, immutable, shared by all recipients.
 *
 * <p>{@link #topic()} says which messages replace each other under {@link OverflowPolicy#LATEST}.
 */
public sealed interface Message extends Frame {

  /** Payload bytes on the wire. */
  int size();

  /** What this message is the news of, or null when it stands alone. */
  @Nullable Object topic();

  static Message text(String text, @Nullable Object topic) {
    return new Text(text, Utf8.length(text), topic);
  }

  /** Copies the payload into a direct buffer, which the container can write without copying. */
  static Message binary(ByteBuffer payload, @Nullable Object topic) {
    ByteBuffer direct = ByteBuffer.allocateDirect(payload.remaining());
    direct.put(payload.duplicate()).flip();
    return new Binary(direct, topic);
  }

  /**
   * A text message.
   *
   * @param size its length in UTF-8
   */
  record Text(String text, int size, @Nullable Object topic) implements Message {}

  /** A binary message; readers take a {@link #view()}. */
  record Binary(ByteBuffer shared, @Nullable Object topic) implements Message {

    @Override
    public int size() {
      return shared.remaining();
    }

    /** A buffer of the caller's own over the same bytes. */
    public ByteBuffer view() {
      return shared.duplicate();
    }
  }
}
