package io.heartwire.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heartwire.connection.CloseReason;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;

/**
 * All of RFC 6455, section 5, once more, as simply as it can be said: it has all bytes at once, and
 * the decoder of the JDK.
 */
final class ReferenceReader {
  private final ByteBuffer bytes;
  private final int maxBytes;
  private final FrameEvents said = new FrameEvents();
  private final ByteArrayOutputStream message = new ByteArrayOutputStream();
  private int kind; // of the message under way: 0 = none

  private ReferenceReader(byte[] bytes, int maxBytes) {
    this.bytes = ByteBuffer.wrap(bytes);
    this.maxBytes = maxBytes;
  }

  /** What a reader has to say of these bytes. */
  static FrameEvents read(byte[] bytes, int maxBytes) {
    ReferenceReader reader = new ReferenceReader(bytes, maxBytes);
    int failure = reader.readAll();
    if (failure != 0) {
      reader.said.failed(failure);
    }
    return reader.said;
  }

  /** Returns the code to fail with, or 0 if the bytes or the connection have ended. */
  private int readAll() {
    while (bytes.hasRemaining()) {
      int first = bytes.get() & 0xFF;
      int opcode = first & 0x0F;
      boolean isFinal = first >= 0x80;
      boolean isControl = opcode >= 8;
      boolean isKnown = opcode <= 2 || (opcode >= 8 && opcode <= 10);
      boolean isInOrder = isControl ? isFinal : (opcode == 0) == (kind != 0);
      if ((first & 0x70) != 0 || !isKnown || !isInOrder) {
        return 1002;
      }
      if (!isControl && opcode != 0) {
        kind = opcode;
      }
      if (!bytes.hasRemaining()) {
        return 0;
      }
      int second = bytes.get() & 0xFF;
      if (second < 0x80 || (isControl && second > 0x80 + 125)) {
        return 1002;
      }
      long length = second - 0x80;
      if (length > 125) {
        int size = length == 126 ? 2 : 8;
        if (size == 8 && bytes.hasRemaining() && bytes.get(bytes.position()) < 0) {
          return 1002;
        }
        if (bytes.remaining() < size) {
          return 0;
        }
        length = size == 2 ? bytes.getShort() & 0xFFFF : bytes.getLong();
        if (length < (size == 2 ? 126 : 0x1_0000)) {
          return 1002;
        }
      }
      if (!isControl && length > maxBytes - message.size()) {
        return 1009;
      }
      if (bytes.remaining() < 4) {
        return 0;
      }
      byte[] key = take(4);
      byte[] payload = take((int) Math.min(length, bytes.remaining()));
      for (int i = 0; i < payload.length; i++) {
        payload[i] ^= key[i % 4];
      }
      boolean isWhole = payload.length == length;
      int failure =
          isControl
              ? control(opcode, isWhole, payload)
              : data(isWhole && isFinal, isWhole, payload);
      if (failure != 0 || !isWhole || opcode == 8) {
        return failure;
      }
    }
    return 0;
  }

  private int control(int opcode, boolean isWhole, byte[] payload) {
    if (!isWhole) {
      return 0;
    }
    ByteBuffer content = ByteBuffer.wrap(payload);
    if (opcode == 9) {
      said.ping(content);
    } else if (opcode == 10) {
      said.pong(content);
    } else if (payload.length == 0) {
      said.close(new CloseReason(1005, ""));
    } else {
      int code = payload.length == 1 ? 0 : content.getShort() & 0xFFFF;
      boolean isOfTheProtocol = code >= 1000 && code <= 1014 && (code <= 1003 || code >= 1007);
      if (!isOfTheProtocol && (code < 3000 || code > 4999)) {
        return 1002;
      }
      if (isBroken(content.slice(), true)) {
        return 1007;
      }
      said.close(new CloseReason(code, UTF_8.decode(content).toString()));
    }
    return 0;
  }

  private int data(boolean isLast, boolean isWhole, byte[] payload) {
    message.writeBytes(payload);
    byte[] all = message.toByteArray();
    if (kind == 1 && isBroken(ByteBuffer.wrap(all), isLast)) {
      return 1007;
    }
    if (isLast) {
      if (kind == 1) {
        said.text(new String(all, UTF_8));
      } else {
        said.binary(ByteBuffer.wrap(all));
      }
      kind = 0;
      message.reset();
    } else if (isWhole) {
      said.fragment();
    }
    return 0;
  }

  /** The decoder finds half a surrogate one byte later than it could. */
  private static boolean isBroken(ByteBuffer text, boolean isAll) {
    CoderResult result =
        UTF_8.newDecoder().decode(text, CharBuffer.allocate(text.remaining()), isAll);
    return result.isError()
        || (text.remaining() == 2 && (text.get() & 0xFF) == 0xED && (text.get() & 0xFF) >= 0xA0);
  }

  private byte[] take(int count) {
    byte[] taken = new byte[count];
    bytes.get(taken);
    return taken;
  }
}
