package io.heartwire.endpoint;

import io.heartwire.connection.Utf8;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Joins the fragments of one connection's messages, and checks them against the limit.
 *
 * <p>The container limits frames, not messages. Used by the reading callback only.
 */
final class Fragments {
  private final int maxBytes;
  private @Nullable StringBuilder text;
  private @Nullable ByteArrayOutputStream binary;
  private long bytes;

  Fragments(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Adds bytes to the message; returns whether it exceeds the limit. */
  boolean exceeds(int more) {
    bytes += more;
    return bytes > maxBytes;
  }

  /** Returns the whole message, or null while it is incomplete. */
  @Nullable String join(String part, boolean last) {
    if (text == null && last) {
      bytes = 0;
      return part;
    }
    if (text == null) {
      text = new StringBuilder();
    }
    text.append(part);
    if (!last) {
      return null;
    }
    String whole = text.toString();
    text = null;
    bytes = 0;
    return whole;
  }

  /** Returns the whole message, or null while it is incomplete. */
  @Nullable ByteBuffer join(ByteBuffer part, boolean last) {
    if (binary == null && last) {
      bytes = 0;
      return part;
    }
    if (binary == null) {
      binary = new ByteArrayOutputStream();
    }
    byte[] copy = new byte[part.remaining()];
    part.get(copy);
    binary.writeBytes(copy);
    if (!last) {
      return null;
    }
    ByteBuffer whole = ByteBuffer.wrap(binary.toByteArray());
    binary = null;
    bytes = 0;
    return whole;
  }

  static int sizeOf(String part) {
    return Utf8.length(part);
  }
}
