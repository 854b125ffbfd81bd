package io.heartwire.wire;

import io.heartwire.connection.Frame;
import io.heartwire.connection.Message;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Lays frames out as they go on the wire (RFC 6455, section 5.2), outside the heap. One for each
 * thread that writes, used again for every write. What goes to one connection after the other is
 * laid out once.
 */
final class FrameWriter {
  private static final int LARGEST_HEADER = 10;
  private static final int TEXT = 0x81;
  private static final int BINARY = 0x82;
  private static final int CLOSE = 0x88;
  private static final int PING = 0x89;
  private static final int PONG = 0x8A;
  private static final int LENGTH_IN_TWO_BYTES = 126;
  private static final int LENGTH_IN_EIGHT_BYTES = 127;

  private static final ThreadLocal<FrameWriter> OWN = ThreadLocal.withInitial(FrameWriter::new);

  private final ByteBuffer own = ByteBuffer.allocateDirect(Frame.MOST_BYTES + LARGEST_HEADER);
  private ByteBuffer bytes = own;
  private @Nullable Frame held;
  private int length; // of what is held

  private FrameWriter() {}

  /** This thread's. */
  static FrameWriter own() {
    return OWN.get();
  }

  /** A message or a series of them. Valid until the thread lays out something else. */
  @SuppressWarnings("ReferenceEquality") // the very same; to compare costs as much as to encode
  ByteBuffer messages(Frame messages) {
    if (held != messages) {
      held = null; // until it is all there
      bytes = own.clear();
      if (messages instanceof Frame.Series series) {
        series.messages().forEach(this::put);
      } else {
        Message message = (Message) messages;
        if (message.size() > Frame.MOST_BYTES) {
          bytes = ByteBuffer.allocateDirect(message.size() + LARGEST_HEADER);
        }
        put(message);
      }
      length = bytes.position();
      held = messages;
    }
    return bytes.limit(length).position(0);
  }

  /** Likewise. */
  ByteBuffer ping(ByteBuffer payload) {
    return control(PING, payload);
  }

  /** Likewise. */
  ByteBuffer pong(byte[] payload) {
    return control(PONG, ByteBuffer.wrap(payload));
  }

  /** Likewise. */
  ByteBuffer close(ByteBuffer payload) {
    return control(CLOSE, payload);
  }

  /** What is left of what was laid out last, to be kept: valid as long as somebody wants it. */
  @SuppressWarnings("ReferenceEquality") // the very same buffer
  ByteBuffer rest() {
    return bytes == own
        ? ByteBuffer.allocateDirect(own.remaining()).put(own).flip()
        : bytes.duplicate(); // shared by all that are sent it, and written to no more
  }

  private ByteBuffer control(int firstByte, ByteBuffer payload) {
    held = null;
    bytes = own.clear();
    put(firstByte, payload);
    return bytes.flip();
  }

  private void put(Message message) {
    if (message instanceof Message.Text text) {
      put(TEXT, ByteBuffer.wrap(text.text().getBytes(StandardCharsets.UTF_8)));
    } else if (message instanceof Message.Binary binary) {
      put(BINARY, binary.view());
    }
  }

  private void put(int firstByte, ByteBuffer payload) {
    bytes.put((byte) firstByte);
    int size = payload.remaining();
    if (size < LENGTH_IN_TWO_BYTES) {
      bytes.put((byte) size);
    } else if (size >> Short.SIZE == 0) {
      bytes.put((byte) LENGTH_IN_TWO_BYTES).putShort((short) size);
    } else {
      bytes.put((byte) LENGTH_IN_EIGHT_BYTES).putLong(size);
    }
    bytes.put(payload);
  }
}
