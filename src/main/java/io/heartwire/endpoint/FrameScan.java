package io.heartwire.endpoint;

import java.nio.ByteBuffer;

/**
 * Follows the frames in what a client sends (RFC 6455, section 5.2), without a look at what is in
 * them: to count what the container deals with by itself.
 *
 * <p>Used by one thread at a time, with everything that comes in, in order.
 */
final class FrameScan {
  private static final int OPCODE = 0x0F;
  private static final int FIN = 0x80;
  private static final int CLOSE = 0x8;
  private static final int PING = 0x9;
  private static final int LENGTH = 0x7F;
  private static final int SHORT = 126;
  private static final int MASK_BYTES = 4;

  private enum Expecting {
    OPCODE,
    LENGTH,
    LONGER_LENGTH,
    REST
  }

  private Expecting expecting = Expecting.OPCODE;
  private boolean isBroken;
  private boolean isGoodbye;
  private boolean isInMessage;
  private int lengthBytes;
  private int pieces;
  private int frames;
  private long left;

  /**
   * Goes on with these bytes.
   *
   * @return how many pings begin in them
   */
  int scan(ByteBuffer bytes) {
    int pings = 0;
    pieces++;
    frames = 0;
    while (bytes.hasRemaining() && !isBroken) {
      switch (expecting) {
        case OPCODE -> pings += begin(bytes.get());
        case LENGTH -> length(bytes.get());
        case LONGER_LENGTH -> longer(bytes.get());
        case REST -> skip(bytes);
      }
    }
    return pings;
  }

  /** Whether it is no WebSocket: a frame without a mask (section 5.1), or of an impossible size. */
  boolean isBroken() {
    return isBroken;
  }

  /** Whether a close frame has begun, after which nothing is sent (section 5.5.1). */
  boolean isGoodbye() {
    return isGoodbye;
  }

  /** In how many pieces the frame under way has come so far; 0 between frames. */
  int pieces() {
    return expecting == Expecting.OPCODE ? 0 : pieces;
  }

  /** Whether a frame has begun, or a message, that has not ended (section 5.4). */
  boolean isUnderWay() {
    return expecting != Expecting.OPCODE || isInMessage;
  }

  /** How many frames began in what was scanned last. */
  int frames() {
    return frames;
  }

  private int begin(byte first) {
    pieces = 1;
    frames++;
    expecting = Expecting.LENGTH;
    int opcode = first & OPCODE;
    if (opcode < CLOSE) {
      isInMessage = (first & FIN) == 0;
    }
    isGoodbye |= opcode == CLOSE;
    return opcode == PING ? 1 : 0;
  }

  private void length(byte second) {
    isBroken = second >= 0;
    left = second & LENGTH;
    if (left < SHORT) {
      expecting = Expecting.REST;
      left += MASK_BYTES;
    } else {
      expecting = Expecting.LONGER_LENGTH;
      lengthBytes = left == SHORT ? Short.BYTES : Long.BYTES;
      left = 0;
    }
  }

  private void longer(byte next) {
    left = left << 8 | (next & 0xFF);
    lengthBytes--;
    if (lengthBytes == 0) {
      expecting = Expecting.REST;
      isBroken = left < 0;
      left += MASK_BYTES;
    }
  }

  private void skip(ByteBuffer bytes) {
    int step = (int) Math.min(left, bytes.remaining());
    bytes.position(bytes.position() + step);
    left -= step;
    if (left == 0) {
      expecting = Expecting.OPCODE;
    }
  }
}
