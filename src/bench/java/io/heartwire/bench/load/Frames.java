package io.heartwire.bench.load;

import java.nio.ByteBuffer;

/** WebSocket frames (RFC 6455, section 5). */
final class Frames {
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  /** Any key will do here; zeros would spare the server its work. */
  private static final byte[] MASK = {0x5A, 0x3C, (byte) 0xA5, (byte) 0xC3};

  private Frames() {}

  /** Receives whole frames: opcode, whether the last of its message, content. */
  interface Sink {
    void frame(int opcode, boolean last, byte[] bytes, int from, int to);
  }

  /** Hands over each whole frame and returns where the first incomplete one begins. */
  static int read(byte[] bytes, int from, int to, Sink sink) {
    int at = from;
    while (to - at >= 2) {
      int length = bytes[at + 1] & 0x7F;
      int body = at + 2;
      if (length == 126) {
        body += 2;
        if (body > to) {
          break;
        }
        length = (bytes[at + 2] & 0xFF) << 8 | (bytes[at + 3] & 0xFF);
      } else if (length == 127) {
        body += 8;
        if (body > to) {
          break;
        }
        length = Math.toIntExact(ByteBuffer.wrap(bytes, at + 2, 8).getLong());
      }
      if (to - body < length) {
        break;
      }
      sink.frame(bytes[at] & 0x0F, bytes[at] < 0, bytes, body, body + length);
      at = body + length;
    }
    return at;
  }

  /** A whole masked frame, as clients send them. */
  static ByteBuffer write(int opcode, byte[] content, int from, int to) {
    int length = to - from;
    ByteBuffer frame = ByteBuffer.allocate(length + 14);
    frame.put((byte) (0x80 | opcode));
    if (length < 126) {
      frame.put((byte) (0x80 | length));
    } else if (length < 1 << 16) {
      frame.put((byte) (0x80 | 126)).putShort((short) length);
    } else {
      frame.put((byte) (0x80 | 127)).putLong(length);
    }
    frame.put(MASK);
    for (int i = 0; i < length; i++) {
      frame.put((byte) (content[from + i] ^ MASK[i & 3]));
    }
    return frame.flip();
  }
}
