package io.heartwire.broker.memory;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/**
 * Generates the epochs of streams without remembering past ones.
 *
 * <p>All streams that start now get the same epoch. It changes whenever a stream with publications
 * ends, before another can start in its place. So no channel has the same epoch twice, and a reader
 * of an empty channel can be told the epoch of its future stream. Safe for use by any thread.
 */
final class Epochs {
  private static final String ALPHABET =
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final int LENGTH = 8;

  private final RandomGenerator random = new SecureRandom();
  private volatile String current = draw();

  /** The epoch of a stream that starts now. */
  String current() {
    return current;
  }

  /** Changes the epoch, because a stream has ended whose offsets clients may still hold. */
  void retire() {
    current = draw();
  }

  private String draw() {
    StringBuilder name = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      name.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return name.toString();
  }
}
