package io.heartwire.endpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where an event loop's thread puts what it reads, outside the heap. One for each thread, used
 * again for every read.
 *
 * <p>It knows the frames of which nearly all traffic consists (RFC 6455, section 5.2): those of a
 * whole message, and pongs, complete and no longer than a read. Everything else, and everything
 * that is wrong in any way, is the container's.
 */
final class ReadBuffer {
  /** As much as the container reads at a time. */
  static final int SIZE = 8_192;

  private static final int WHOLE_TEXT = 0x81;
  private static final int WHOLE_BINARY = 0x82;
  private static final int PONG = 0x8A;

  private static final int MASK_FLAG = 0x80;
  private static final int MASK_BYTES = 4;
  private static final int SMALLEST_FRAME = 2 + MASK_BYTES;
  private static final int LENGTH_IN_TWO_BYTES = 126;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  private static final ThreadLocal<ReadBuffer> OWN = ThreadLocal.withInitial(ReadBuffer::new);

  private final ByteBuffer bytes = ByteBuffer.allocateDirect(SIZE);
  private final byte[] payload = new byte[SIZE];
  private final ByteBuffer payloadBytes = ByteBuffer.wrap(payload);
  private final CharsetDecoder decoder = UTF_8.newDecoder(); // reports what is malformed

  private ReadBuffer() {}

  /** This thread's, with whatever was left in it. */
  static ReadBuffer own() {
    return OWN.get();
  }

  /** To read into, and what is there to be read. */
  ByteBuffer bytes() {
    return bytes;
  }

  /**
   * Takes the frames that it knows, until the first that it does not.
   *
   * @param most frames to take
   * @return how many it took
   */
  int take(int most, Conversation conversation) {
    int taken = 0;
    while (taken < most && bytes.remaining() >= SMALLEST_FRAME && takeFrame(conversation)) {
      taken++;
    }
    return taken;
  }

  private boolean takeFrame(Conversation conversation) {
    int start = bytes.position();
    int kind = bytes.get(start) & 0xFF;
    int length = (bytes.get(start + 1) & 0xFF) - MASK_FLAG; // negative without a mask
    int mask = start + 2;
    if (length == LENGTH_IN_TWO_BYTES && kind != PONG) {
      length = bytes.getShort(mask) & 0xFFFF;
      mask += Short.BYTES;
      if (length < LENGTH_IN_TWO_BYTES) {
        return false; // not the shortest way to say it
      }
    } else if (length >= LENGTH_IN_TWO_BYTES) {
      return false;
    }
    int end = mask + MASK_BYTES + length;
    return length >= 0 && end <= bytes.limit() && give(kind, mask, length, end, conversation);
  }

  private boolean give(int kind, int mask, int length, int end, Conversation conversation) {
    switch (kind) {
      case WHOLE_TEXT -> {
        String text = text(mask, length);
        if (text == null) {
          return false;
        }
        bytes.position(end);
        conversation.text(text, true);
      }
      case WHOLE_BINARY -> {
        unmask(mask, length);
        bytes.position(end);
        conversation.binary(ByteBuffer.wrap(Arrays.copyOf(payload, length)), true);
      }
      case PONG -> {
        unmask(mask, length);
        bytes.position(end);
        conversation.pong(ByteBuffer.wrap(payload, 0, length));
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  /**
   * Copies a payload, eight bytes at a time (section 5.3).
   *
   * @param mask where the mask is, which the payload follows
   * @return whether all of it is ASCII
   */
  private boolean unmask(int mask, int length) {
    int four = bytes.getInt(mask);
    long eight = (long) four << Integer.SIZE | four & 0xFFFF_FFFFL;
    int start = mask + MASK_BYTES;
    long seen = 0;
    int i = 0;
    for (; i <= length - Long.BYTES; i += Long.BYTES) {
      long next = bytes.getLong(start + i) ^ eight;
      payloadBytes.putLong(i, next);
      seen |= next;
    }
    for (; i < length; i++) {
      payload[i] = (byte) (bytes.get(start + i) ^ bytes.get(mask + i % MASK_BYTES));
      seen |= payload[i];
    }
    return (seen & HIGH_BITS) == 0;
  }

  /** Null if it is no UTF-8 (section 8.1). */
  private @Nullable String text(int mask, int length) {
    if (unmask(mask, length)) {
      return new String(payload, 0, length, ISO_8859_1);
    }
    try {
      return decoder.decode(ByteBuffer.wrap(payload, 0, length)).toString();
    } catch (CharacterCodingException malformed) {
      return null;
    }
  }
}
