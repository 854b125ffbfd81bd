package io.heartwire.protocol.centrifuge.delta;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;

/** Writes the parts of a delta: a header, inserts and copies, and a checksum at the end. */
final class DeltaWriter {
  private static final byte[] DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~".getBytes(US_ASCII);
  private static final int BITS = 6;

  private final ByteArrayOutputStream out;

  DeltaWriter(int targetLength) {
    out = new ByteArrayOutputStream(Math.min(256, targetLength));
  }

  /** Writes the length of the delta's result. */
  void header(int targetLength) {
    number(targetLength);
    out.write('\n');
  }

  /** Writes an insert of the bytes, unless there are none. */
  void insert(byte[] bytes, int from, int to) {
    if (from < to) {
      number(to - from);
      out.write(':');
      out.write(bytes, from, to - from);
    }
  }

  void copy(int length, int from) {
    number(length);
    out.write('@');
    number(from);
    out.write(',');
  }

  /** Writes the checksum: the sum of the bytes as big-endian 32-bit numbers, modulo 2³². */
  void checksum(byte[] bytes) {
    int sum = 0;
    for (int i = 0; i < bytes.length; i++) {
      sum += (bytes[i] & 0xFF) << (8 * (3 - i % 4));
    }
    number(Integer.toUnsignedLong(sum));
    out.write(';');
  }

  boolean isShorterThan(int length) {
    return out.size() < length;
  }

  byte[] toByteArray() {
    return out.toByteArray();
  }

  private void number(long value) {
    int shift = 0;
    while (value >> (shift + BITS) != 0) {
      shift += BITS;
    }
    for (; shift >= 0; shift -= BITS) {
      out.write(DIGITS[(int) (value >> shift) & 63]);
    }
  }
}
