package io.heartwire.endpoint;

import io.heartwire.connection.Message;
import java.nio.ByteBuffer;

/**
 * Where a thread that writes directly lays out a text, outside the heap, from where the container
 * writes it as it is. One for each such thread, used again for every frame: the write is over when
 * it returns.
 */
final class TextBuffer {
  /** As much as the window of unacknowledged bytes lets out directly. */
  static final int BYTES = 32 * 1024;

  private static final ThreadLocal<ByteBuffer> OWN =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(BYTES));

  private TextBuffer() {}

  static boolean holds(Message.Text text) {
    return text.size() <= BYTES;
  }

  /** The text in UTF-8, until the same thread asks again. */
  static ByteBuffer of(Message.Text text) {
    ByteBuffer buffer = OWN.get().clear();
    text.encodeTo(buffer);
    return buffer.flip();
  }
}
