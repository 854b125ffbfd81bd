package io.heartwire.endpoint;

import io.heartwire.connection.Frame;
import io.heartwire.connection.Message;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a thread that writes directly lays out frames as they go on the wire (RFC 6455, section
 * 5.2), outside the heap. One for each such thread, used again for every write. What goes to one
 * connection after the other is laid out once.
 */
final class FrameBuffer {
  private static final int LARGEST_HEADER = 10;
  private static final int WHOLE_TEXT = 0x81;
  private static final int WHOLE_BINARY = 0x82;
  private static final int PING = 0x89;
  private static final int LENGTH_IN_TWO_BYTES = 126;
  private static final int LENGTH_IN_EIGHT_BYTES = 127;

  private static final ThreadLocal<FrameBuffer> OWN = ThreadLocal.withInitial(FrameBuffer::new);

  private final ByteBuffer bytes = ByteBuffer.allocateDirect(Frame.MOST_BYTES + LARGEST_HEADER);
  private @Nullable Frame held;
  private int length; // of what is held
  private @Nullable Object wrapped;

  private FrameBuffer() {}

  /**
   * This thread's, with a message or a series of them, of no more than {@link Frame#MOST_BYTES}.
   */
  static FrameBuffer with(Frame messages) {
    FrameBuffer own = OWN.get();
    own.hold(messages);
    return own;
  }

  /** This thread's, with a ping. */
  static FrameBuffer withPing(ByteBuffer payload) {
    FrameBuffer own = OWN.get();
    own.held = null;
    own.bytes.clear();
    own.put(PING, payload);
    own.bytes.flip();
    return own;
  }

  /** What is laid out, or what is left of it. */
  ByteBuffer bytes() {
    return bytes;
  }

  /** The same as the container wants it, which is made once. */
  Object wrapped(Function<ByteBuffer, Object> wrapping) {
    Object known = wrapped;
    if (known == null) {
      known = wrapping.apply(bytes);
      wrapped = known;
    }
    return known;
  }

  @SuppressWarnings("ReferenceEquality") // the very same; to compare costs as much as to encode
  private void hold(Frame messages) {
    if (held != messages) {
      held = null; // until it is all there
      bytes.clear();
      if (messages instanceof Frame.Series series) {
        series.messages().forEach(this::put);
      } else {
        put((Message) messages);
      }
      length = bytes.position();
      held = messages;
    }
    bytes.limit(length).position(0);
  }

  private void put(Message message) {
    if (message instanceof Message.Text text) {
      put(WHOLE_TEXT, ByteBuffer.wrap(text.text().getBytes(StandardCharsets.UTF_8)));
    } else if (message instanceof Message.Binary binary) {
      put(WHOLE_BINARY, binary.view());
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
