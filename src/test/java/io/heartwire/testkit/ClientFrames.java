package io.heartwire.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/** WebSocket frames as a client writes them, one after the other (RFC 6455, section 5.2). */
public final class ClientFrames {
  public static final int CONTINUATION = 0;
  public static final int TEXT = 1;
  public static final int BINARY = 2;
  public static final int CLOSE = 8;
  public static final int PING = 9;
  public static final int PONG = 10;

  private static final int FIN = 0x80;
  private static final int MASKED = 0x80;

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final byte[] key;

  private ClientFrames(byte[] key) {
    this.key = key;
  }

  /** Frames masked with a random key. */
  public static ClientFrames masked() {
    return masked(ThreadLocalRandom.current());
  }

  /** Frames masked with a key of this random generator, so that a seed reproduces them. */
  public static ClientFrames masked(Random random) {
    byte[] key = new byte[4];
    random.nextBytes(key);
    return new ClientFrames(key);
  }

  /** Frames masked with zeros, so that payloads are readable in the bytes. */
  public static ClientFrames readable() {
    return new ClientFrames(new byte[4]);
  }

  /** The payload of a close frame. */
  public static byte[] closing(int code, String reason) {
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Short.BYTES + text.length).putShort((short) code).put(text).array();
  }

  public ClientFrames text(String text) {
    return frame(TEXT, true, text.getBytes(StandardCharsets.UTF_8));
  }

  public ClientFrames frame(int opcode, boolean fin, byte... payload) {
    written.write((fin ? FIN : 0) | opcode);
    writeLength(payload.length);
    written.writeBytes(key);
    for (int i = 0; i < payload.length; i++) {
      written.write(payload[i] ^ key[i % key.length]);
    }
    return this;
  }

  /**
   * Writes the header of a frame without its payload.
   *
   * @param first the byte of the final bit, the reserved bits and the opcode
   * @param length the length, which may be invalid
   */
  public ClientFrames header(int first, long length) {
    written.write(first);
    writeLength(length);
    written.writeBytes(key);
    return this;
  }

  /** Writes a header with the length in 2 or 8 bytes, even if fewer suffice. */
  public ClientFrames header(int first, int lengthBytes, long length) {
    written.write(first);
    written.write(MASKED | (lengthBytes == Short.BYTES ? 126 : 127));
    byte[] all = ByteBuffer.allocate(Long.BYTES).putLong(length).array();
    written.write(all, all.length - lengthBytes, lengthBytes);
    written.writeBytes(key);
    return this;
  }

  /** Writes bytes unchanged. */
  public ClientFrames raw(int... bytes) {
    for (int each : bytes) {
      written.write(each);
    }
    return this;
  }

  public byte[] bytes() {
    return written.toByteArray();
  }

  private void writeLength(long length) {
    if (length >= 0 && length < 126) {
      written.write(MASKED | (int) length);
    } else if (length >= 0 && length < 65_536) {
      written.write(MASKED | 126);
      written.writeBytes(ByteBuffer.allocate(2).putShort((short) length).array());
    } else {
      written.write(MASKED | 127);
      written.writeBytes(ByteBuffer.allocate(8).putLong(length).array());
    }
  }
}
