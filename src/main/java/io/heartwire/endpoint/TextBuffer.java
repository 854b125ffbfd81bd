package io.heartwire.endpoint;

import io.heartwire.connection.Message;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where a thread that writes directly lays out a text in UTF-8, outside the heap, from where the
 * container writes it as it is. One for each such thread, used again for every frame: the write is
 * over when it returns. A text that goes to one connection after the other is encoded once.
 */
final class TextBuffer {
  /** As much as the window of unacknowledged bytes lets out directly. */
  static final int BYTES = 32 * 1024;

  private static final ThreadLocal<TextBuffer> OWN = ThreadLocal.withInitial(TextBuffer::new);

  private final ByteBuffer bytes = ByteBuffer.allocateDirect(BYTES);
  private Message.@Nullable Text held;
  private int length; // of what is held

  private TextBuffer() {}

  static boolean holds(Message.Text text) {
    return text.size() <= BYTES;
  }

  /** The text in UTF-8, until the same thread asks again. */
  static ByteBuffer of(Message.Text text) {
    return OWN.get().encoded(text);
  }

  @SuppressWarnings("ReferenceEquality") // the very same; to compare costs as much as to encode
  private ByteBuffer encoded(Message.Text text) {
    if (held != text) {
      held = null; // until it is all there
      bytes.clear().put(text.text().getBytes(StandardCharsets.UTF_8));
      length = bytes.position();
      held = text;
    }
    return bytes.position(0).limit(length);
  }
}
