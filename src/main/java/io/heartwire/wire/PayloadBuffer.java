package io.heartwire.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A buffer for incoming payload, unmasked. It grows with the bytes that arrive, not with the
 * announced length, and never beyond its limit. Used by one thread at a time.
 */
final class PayloadBuffer {
  private static final int LEAST_BYTES = 256;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  private final int maxBytes;
  private byte[] bytes;
  private int size;

  /**
   * @param maxBytes the most bytes that are appended
   */
  PayloadBuffer(int maxBytes) {
    this(maxBytes, Math.min(maxBytes, LEAST_BYTES));
  }

  /**
   * @param capacity the initial capacity
   */
  PayloadBuffer(int maxBytes, int capacity) {
    this.maxBytes = maxBytes;
    this.bytes = new byte[capacity];
  }

  int size() {
    return size;
  }

  int capacity() {
    return bytes.length;
  }

  /** The array itself, of which the first {@link #size()} bytes are valid. */
  byte[] bytes() {
    return bytes;
  }

  /** Returns a buffer over the valid bytes. */
  ByteBuffer view() {
    return ByteBuffer.wrap(bytes, 0, size);
  }

  void clear() {
    size = 0;
  }

  /**
   * Appends masked bytes.
   *
   * @param mask the mask, rotated for the first of them (RFC 6455, section 5.3)
   * @return whether all of them are ASCII
   */
  boolean append(ByteBuffer from, int mask, int length) {
    ensure(length);
    long eight = (long) mask << Integer.SIZE | mask & 0xFFFF_FFFFL;
    ByteBuffer to = ByteBuffer.wrap(bytes);
    ByteBuffer source = from.order(ByteOrder.BIG_ENDIAN);
    long seen = 0;
    int left = length;
    for (; left >= Long.BYTES; left -= Long.BYTES) {
      long next = source.getLong() ^ eight;
      to.putLong(size, next);
      size += Long.BYTES;
      seen |= next;
    }
    for (int shift = Long.SIZE - Byte.SIZE; left > 0; left--, shift -= Byte.SIZE) {
      byte next = (byte) (source.get() ^ eight >>> shift);
      bytes[size++] = next;
      seen |= next;
    }
    return (seen & HIGH_BITS) == 0;
  }

  private void ensure(int more) {
    int needed = Math.addExact(size, more);
    if (needed > maxBytes) {
      throw new IllegalStateException(needed + " bytes of payload, the limit is " + maxBytes);
    }
    if (needed > bytes.length) {
      int doubled = Math.max(bytes.length, Math.min(bytes.length, maxBytes / 2) * 2);
      bytes = Arrays.copyOf(bytes, Math.min(maxBytes, Math.max(needed, doubled)));
    }
  }
}
