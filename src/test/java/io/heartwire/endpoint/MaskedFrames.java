package io.heartwire.endpoint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What a client sends, frame after frame (RFC 6455, section 5.2). */
final class MaskedFrames {
  static final int CONTINUATION = 0x0;
  static final int TEXT = 0x1;
  static final int BINARY = 0x2;
  static final int PING = 0x9;
  static final int PONG = 0xA;

  private static final int FIN = 0x80;
  private static final int MASKED = 0x80;
  private static final byte[] MASK = {0x37, (byte) 0xFA, 0x21, (byte) 0x8D};

  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

  MaskedFrames text(String text) {
    return frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  MaskedFrames frame(int opcode, byte... payload) {
    return put(FIN | opcode, payload);
  }

  /** The first frame of a message in several, or one in its midst. */
  MaskedFrames fragment(int opcode, byte... payload) {
    return put(opcode, payload);
  }

  private MaskedFrames put(int firstByte, byte... payload) {
    sent.write(firstByte);
    int length = payload.length;
    if (length < 126) {
      sent.write(MASKED | length);
    } else if (length < 65_536) {
      sent.write(MASKED | 126);
      sent.writeBytes(ByteBuffer.allocate(2).putShort((short) length).array());
    } else {
      sent.write(MASKED | 127);
      sent.writeBytes(ByteBuffer.allocate(8).putLong(length).array());
    }
    sent.writeBytes(MASK);
    for (int i = 0; i < length; i++) {
      sent.write(payload[i] ^ MASK[i % MASK.length]);
    }
    return this;
  }

  /** Bytes as they are. */
  MaskedFrames raw(int... bytes) {
    for (int each : bytes) {
      sent.write(each);
    }
    return this;
  }

  void clear() {
    sent.reset();
  }

  byte[] bytes() {
    return sent.toByteArray();
  }
}
