package io.heartwire.protocol.centrifuge;

import java.nio.ByteBuffer;

/**
 * Checks whether a frame contains a command that is too large. A frame with many commands may be
 * large, but each command has the limit of a message in other protocols.
 */
final class CommandSizes {
  private static final int CONTINUES = 0x80;
  private static final int BITS = 0x7F;
  private static final int BITS_A_BYTE = 7;

  private CommandSizes() {}

  /**
   * Checks a JSON frame, which has one command in each line. Counts characters, which are no more
   * than its bytes.
   */
  static boolean exceed(String frame, int most) {
    if (frame.length() <= most) {
      return false;
    }
    int from = 0;
    while (from < frame.length()) {
      int end = frame.indexOf('\n', from);
      int to = end < 0 ? frame.length() : end;
      if (to - from > most) {
        return true;
      }
      from = to + 1;
    }
    return false;
  }

  /** Checks a JSON frame that came as bytes. */
  static boolean exceedInLines(ByteBuffer frame, int most) {
    if (frame.remaining() <= most) {
      return false;
    }
    int from = frame.position();
    for (int i = from; i < frame.limit(); i++) {
      if (frame.get(i) == '\n') {
        from = i + 1;
      } else if (i - from >= most) {
        return true;
      }
    }
    return false;
  }

  /** Checks a Protobuf frame, in which each command follows its length. */
  static boolean exceed(ByteBuffer frame, int most) {
    if (frame.remaining() <= most) {
      return false;
    }
    ByteBuffer rest = frame.duplicate();
    while (rest.hasRemaining()) {
      long length = length(rest);
      if (length > most) {
        return true;
      }
      if (length > rest.remaining()) {
        return false; // truncated, which the codec reports
      }
      rest.position(rest.position() + (int) length);
    }
    return false;
  }

  private static long length(ByteBuffer from) {
    long length = 0;
    for (int shift = 0; from.hasRemaining() && shift < Integer.SIZE; shift += BITS_A_BYTE) {
      int next = from.get();
      length |= (long) (next & BITS) << shift;
      if ((next & CONTINUES) == 0) {
        break;
      }
    }
    return length;
  }
}
