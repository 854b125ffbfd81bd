package io.heartwire.wire;

import io.heartwire.connection.Frame;
import io.heartwire.connection.Message;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Encodes frames (RFC 6455, section 5.2) into a direct buffer. Each writing thread has one and
 * reuses it for every write. A message that goes to one connection after the other is encoded once.
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
  private int length; // of the held frame's bytes

  private FrameWriter() {}

  /** Returns the writer of this thread. */
  static FrameWriter own() {
    return OWN.get();
  }

  /**
   * Encodes a message or a series of them. The result is valid until the thread encodes something
   * else.
   */
  @SuppressWarnings(
      "ReferenceEquality") // identity; a full comparison would cost as much as encoding
  ByteBuffer messages(Frame messages) {
    if (held != messages) {
      held = null; // until it is complete
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

  /** Encodes a ping. The result is valid as long as that of {@link #messages}. */
  ByteBuffer ping(ByteBuffer payload) {
    return control(PING, payload);
  }

  /** Encodes a pong. The result is valid as long as that of {@link #messages}. */
  ByteBuffer pong(byte[] payload) {
    return control(PONG, ByteBuffer.wrap(payload));
  }

  /** Encodes a close frame. The result is valid as long as that of {@link #messages}. */
  ByteBuffer close(ByteBuffer payload) {
    return control(CLOSE, payload);
  }

  /** Returns the bytes of the last result that are still unread. They stay valid. */
  @SuppressWarnings("ReferenceEquality") // identity of buffers
  ByteBuffer rest() {
    return bytes == own
        ? ByteBuffer.allocateDirect(own.remaining()).put(own).flip()
        : bytes.duplicate(); // shared by its recipients, and never written to again
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
