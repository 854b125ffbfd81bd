package io.heartwire.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reads what the gateway has written, and says it in words: "text a", "close 1000 why". */
final class WrittenFrames {
  private final DataInputStream in;

  WrittenFrames(InputStream in) {
    this.in = new DataInputStream(in);
  }

  /** All frames of these bytes, which must be whole. */
  static List<String> of(byte[] bytes) {
    ByteArrayInputStream in = new ByteArrayInputStream(bytes);
    WrittenFrames frames = new WrittenFrames(in);
    List<String> all = new ArrayList<>();
    try {
      while (in.available() > 0) {
        all.add(frames.next());
      }
    } catch (IOException cutOff) {
      throw new UncheckedIOException(cutOff);
    }
    return all;
  }

  /**
   * Reads one frame.
   *
   * @throws EOFException at the end
   */
  String next() throws IOException {
    int first = in.readUnsignedByte();
    int second = in.readUnsignedByte();
    if ((first & 0xF0) != 0x80 || second > 127) {
      throw new AssertionError("not a whole frame without a mask: " + first + " " + second);
    }
    long length = second < 126 ? second : second == 126 ? in.readUnsignedShort() : in.readLong();
    byte[] payload = new byte[Math.toIntExact(length)];
    in.readFully(payload);
    return switch (first & 0x0F) {
      case 1 -> "text " + new String(payload, UTF_8);
      case 2 -> "binary of " + payload.length;
      case 8 -> close(payload);
      case 9 -> "ping";
      case 10 -> "pong " + new String(payload, UTF_8);
      default -> throw new AssertionError("opcode " + first);
    };
  }

  private static String close(byte[] payload) {
    if (payload.length == 0) {
      return "close";
    }
    int code = ByteBuffer.wrap(payload).getShort() & 0xFFFF;
    return ("close " + code + " " + new String(payload, 2, payload.length - 2, UTF_8)).strip();
  }
}
