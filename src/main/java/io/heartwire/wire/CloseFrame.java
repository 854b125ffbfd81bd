package io.heartwire.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heartwire.connection.CloseReason;
import java.nio.ByteBuffer;

/** Reads and writes the payload of close frames (RFC 6455, sections 5.5.1 and 7.4). */
final class CloseFrame {
  /** Stands for a close frame without a code (section 7.1.5). */
  static final CloseReason NO_CODE = new CloseReason(1005, "");

  private static final int LOST = 1006;
  private static final int UNEXPECTED = 1011;
  private static final int LARGEST = 125;

  private CloseFrame() {}

  /**
   * Reads the payload that a peer sent.
   *
   * @throws FrameException if the code must not be sent, or the reason is not UTF-8
   */
  static CloseReason read(byte[] payload, int size) throws FrameException {
    if (size == 0) {
      return NO_CODE;
    }
    if (size == 1) {
      throw FrameException.protocolError("close frame with one byte of payload");
    }
    int code = ByteBuffer.wrap(payload).getShort() & 0xFFFF;
    if (!isAllowed(code)) {
      throw FrameException.protocolError("close code " + code + " may not be sent");
    }
    Utf8Validator utf8 = new Utf8Validator();
    if (!utf8.accept(payload, Short.BYTES, size) || !utf8.isComplete()) {
      throw FrameException.notUtf8();
    }
    return new CloseReason(code, new String(payload, Short.BYTES, size - Short.BYTES, UTF_8));
  }

  /** Returns the payload for a reason. Codes that must not be sent are left out or replaced. */
  static ByteBuffer payload(CloseReason reason) {
    if (reason.code() == NO_CODE.code()) {
      return ByteBuffer.allocate(0);
    }
    int code = reason.code() == LOST ? UNEXPECTED : reason.code();
    return ByteBuffer.allocate(LARGEST)
        .putShort((short) code)
        .put(reason.text().getBytes(UTF_8))
        .flip();
  }

  /**
   * Returns whether the code may be sent: those of section 7.4.1, those that IANA has registered
   * since, 1012 to 1014, and those of section 7.4.2 for libraries and applications.
   */
  private static boolean isAllowed(int code) {
    return (code >= 1000 && code <= 1003)
        || (code >= 1007 && code <= 1014)
        || (code >= 3000 && code <= 4999);
  }
}
