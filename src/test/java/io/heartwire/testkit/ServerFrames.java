package io.heartwire.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * WebSocket frames as a server reads and writes them: masked in, plain out (RFC 6455, section 5).
 *
 * <p>One thread reads; any may write.
 */
final class ServerFrames {
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  private static final int SHORT = 126;
  private static final int LONG = 127;

  /** A frame, unmasked. */
  record Frame(int opcode, boolean fin, byte[] payload) {
    String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }

    /** The status code of a close frame, 1005 if it has none (RFC 6455, section 7.1.5). */
    int closeCode() {
      return payload.length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xffff;
    }
  }

  private final DataInputStream in;
  private final OutputStream out;

  ServerFrames(Socket socket) throws IOException {
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    out = socket.getOutputStream();
  }

  DataInputStream in() {
    return in;
  }

  Frame read() throws IOException {
    int first = in.readUnsignedByte();
    int second = in.readUnsignedByte();
    if ((second & 0x80) == 0) {
      throw new AssertionError("a client must mask its frames (RFC 6455, section 5.1)");
    }
    int length = second & 0x7f;
    if (length == SHORT) {
      length = in.readUnsignedShort();
    } else if (length == LONG) {
      length = Math.toIntExact(in.readLong());
    }
    byte[] key = in.readNBytes(4);
    byte[] payload = new byte[length];
    in.readFully(payload);
    for (int i = 0; i < length; i++) {
      payload[i] ^= key[i % 4];
    }
    return new Frame(first & 0x0f, (first & 0x80) != 0, payload);
  }

  void write(int opcode, boolean fin, byte[] payload) throws IOException {
    writeBytes(frame(opcode, fin, payload));
  }

  /** Writes a text message in several frames. */
  void writeInFragments(byte[] text, int bytesEach) throws IOException {
    int opcode = TEXT;
    for (int from = 0; from < text.length; from += bytesEach) {
      int to = Math.min(text.length, from + bytesEach);
      write(opcode, to == text.length, Arrays.copyOfRange(text, from, to));
      opcode = CONTINUATION;
    }
  }

  /** Writes the header of a frame and the first half of its payload. */
  void writeHalf(byte[] payload) throws IOException {
    byte[] whole = frame(TEXT, true, payload);
    writeBytes(Arrays.copyOf(whole, whole.length - (payload.length + 1) / 2));
  }

  synchronized void writeBytes(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  static byte[] closePayload(int code, String reason) {
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(2 + text.length).putShort((short) code).put(text).array();
  }

  private static byte[] frame(int opcode, boolean fin, byte[] payload) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream(payload.length + 10);
    frame.write((fin ? 0x80 : 0) | opcode);
    if (payload.length < SHORT) {
      frame.write(payload.length);
    } else if (payload.length < 65536) {
      frame.write(SHORT);
      frame.write(payload.length >> 8);
      frame.write(payload.length);
    } else {
      frame.write(LONG);
      frame.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
    }
    frame.writeBytes(payload);
    return frame.toByteArray();
  }
}
