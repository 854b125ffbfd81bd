package io.heartwire.broker;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/**
 * Names the lives of streams without remembering the dead.
 *
 * <p>All streams that begin now get the same name; it changes whenever a stream with publications
 * ends, before another can begin in its place. So no channel has one name for two lives, and a
 * reader of an empty channel can be told the name of the stream to come. Safe for any thread.
 */
final class Epochs {
  private static final String ALPHABET =
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final int LENGTH = 8;

  private final RandomGenerator random = new SecureRandom();
  private volatile String current = draw();

  /** The epoch of a stream that begins now. */
  String current() {
    return current;
  }

  /** A stream has ended whose offsets somebody may still have. */
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
