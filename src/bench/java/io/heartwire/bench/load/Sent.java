package io.heartwire.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.Locale;

/**
 * The last messages that were sent, so that every arrival can be compared with them byte by byte.
 *
 * <p>A message is a JSON string of 128 bytes with its quotes: {@code "@}, a number of 12 digits,
 * and letters that depend on the number. Every dialect carries it unchanged, so that the mark
 * {@code "@} finds it in any frame.
 *
 * <p>One thread sends at a time; the receiving thread reads what {@link #count} covers.
 */
public final class Sent {
  /** Bytes of one message, in every dialect. */
  public static final int LENGTH = 128;

  private static final int CAPACITY = 1 << 18;
  private static final int DIGITS = 12;

  private final byte[] texts = new byte[CAPACITY * LENGTH];
  private final long[] due = new long[CAPACITY];
  private final int[] order = new int[CAPACITY];
  private volatile long count; // written by the sending thread, after the arrays

  /**
   * Makes the next message.
   *
   * @param dueNanos when it was to be sent, by {@link System#nanoTime}
   * @param place its place among the messages of its channel
   */
  public byte[] next(long dueNanos, int place) {
    long number = count;
    byte[] text = text(number);
    int slot = slot(number);
    System.arraycopy(text, 0, texts, slot * LENGTH, LENGTH);
    due[slot] = dueNanos;
    order[slot] = place;
    count = number + 1;
    return text;
  }

  public long count() {
    return count;
  }

  /** The number of the message at this place, or -1 if there is none that was sent lately. */
  long identify(byte[] bytes, int at, int to) {
    if (to - at < LENGTH) {
      return -1;
    }
    long number = 0;
    for (int i = at + 2; i < at + 2 + DIGITS; i++) {
      number = 10 * number + bytes[i] - '0';
    }
    long sent = count;
    if (number < 0 || number >= sent || number < sent - CAPACITY + 1) {
      return -1;
    }
    int from = slot(number) * LENGTH;
    boolean same = Arrays.equals(bytes, at, at + LENGTH, texts, from, from + LENGTH);
    return same ? number : -1;
  }

  long due(long number) {
    return due[slot(number)];
  }

  int order(long number) {
    return order[slot(number)];
  }

  /** Where the next message begins, or -1. */
  public static int find(byte[] bytes, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      if (bytes[i] == '@' && bytes[i - 1] == '"') {
        return i - 1;
      }
    }
    return -1;
  }

  private static int slot(long number) {
    return (int) (number & (CAPACITY - 1));
  }

  private static byte[] text(long number) {
    char[] letters = new char[LENGTH - DIGITS - 3];
    Arrays.fill(letters, (char) ('a' + number % 26));
    String text = String.format(Locale.ROOT, "\"@%012d%s\"", number, new String(letters));
    return text.getBytes(US_ASCII);
  }
}
