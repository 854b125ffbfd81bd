package io.heartwire.connection;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One application message in its wire form: encoded once, immutable, shared by all recipients.
 *
 * <p>{@link #topic()} says which messages replace each other under {@link OverflowPolicy#LATEST}. A
 * {@link #joinable()} one may share a frame with waiting neighbours of its kind, where the protocol
 * lets a frame carry several: texts with a newline between them, binary messages end to end.
 */
public sealed interface Message extends Frame {

  /** Payload bytes on the wire. */
  int size();

  /** What this message is the news of, or null when it stands alone. */
  @Nullable Object topic();

  /** Whether it may share a frame with its neighbours. */
  boolean joinable();

  /** Bytes between two messages of this kind in one frame. */
  int separator();

  /** A text message in a frame of its own. */
  static Message text(String text, @Nullable Object topic) {
    return new Text(text, Utf8.length(text), topic, false);
  }

  /** A text message of one line, which may share a frame with other lines. */
  static Message line(String text, @Nullable Object topic) {
    return new Text(text, Utf8.length(text), topic, true);
  }

  /**
   * A binary message in a frame of its own. Copies the payload into a direct buffer, which the
   * container can write without copying.
   */
  static Message binary(ByteBuffer payload, @Nullable Object topic) {
    return new Binary(direct(payload), topic, false);
  }

  /** A binary message that tells its own length, and so may share a frame with other such parts. */
  static Message part(ByteBuffer payload, @Nullable Object topic) {
    return new Binary(direct(payload), topic, true);
  }

  /** Whether both may be in one frame. */
  default boolean joins(Message other) {
    return joinable() && other.joinable() && getClass() == other.getClass();
  }

  private static ByteBuffer direct(ByteBuffer payload) {
    return ByteBuffer.allocateDirect(payload.remaining()).put(payload.duplicate()).flip();
  }

  /**
   * A text message.
   *
   * @param size its length in UTF-8
   */
  record Text(String text, int size, @Nullable Object topic, boolean joinable) implements Message {

    @Override
    public int separator() {
      return 1;
    }
  }

  /** A binary message; readers take a {@link #view()}. */
  record Binary(ByteBuffer shared, @Nullable Object topic, boolean joinable) implements Message {

    @Override
    public int size() {
      return shared.remaining();
    }

    @Override
    public int separator() {
      return 0;
    }

    /** A buffer of the caller's own over the same bytes. */
    public ByteBuffer view() {
      return shared.duplicate();
    }
  }
}
