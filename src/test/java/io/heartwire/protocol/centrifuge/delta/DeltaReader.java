package io.heartwire.protocol.centrifuge.delta;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** The client's part: applies a delta, and doubts everything in it. */
public final class DeltaReader {
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~";

  private final byte[] delta;
  private int at;

  private DeltaReader(byte[] delta) {
    this.delta = delta;
  }

  public static byte[] apply(byte[] source, byte[] delta) {
    return new DeltaReader(delta).apply(source);
  }

  private byte[] apply(byte[] source) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long length = number();
    expect('\n');
    while (true) {
      int number = (int) number();
      switch (delta[at++]) {
        case '@' -> {
          int from = (int) number();
          expect(',');
          out.write(source, from, number);
        }
        case ':' -> {
          out.write(delta, at, number);
          at += number;
        }
        case ';' -> {
          byte[] target = out.toByteArray();
          check(target.length == length, "length");
          check(at == delta.length, "end");
          check(number == sum(target), "checksum");
          return target;
        }
        default -> throw new AssertionError("no such part at " + at);
      }
    }
  }

  private static int sum(byte[] bytes) {
    ByteBuffer words = ByteBuffer.allocate((bytes.length + 3) / 4 * 4);
    words.put(bytes).rewind();
    int sum = 0;
    while (words.hasRemaining()) {
      sum += words.getInt();
    }
    return sum;
  }

  private long number() {
    long value = 0;
    int from = at;
    for (int digit = digit(); digit >= 0; digit = digit()) {
      value = value << 6 | digit;
      at++;
    }
    check(at > from, "number");
    return value;
  }

  private int digit() {
    return DIGITS.indexOf(delta[at]);
  }

  private void expect(char c) {
    check(delta[at++] == c, String.valueOf(c));
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
