package io.heartwire.it.wire;

import java.nio.charset.StandardCharsets;

/** Text of which most bytes are in characters of two, and some in characters of one and four. */
final class RussianText {
  private static final String SENTENCE =
      "Съешь же ещё этих мягких французских булок, да выпей чаю 🥐. ";
  private static final int SENTENCE_BYTES = SENTENCE.getBytes(StandardCharsets.UTF_8).length;

  private RussianText() {}

  /** So many bytes in UTF-8: whole sentences, and dots. */
  static String ofBytes(int size) {
    return SENTENCE.repeat(size / SENTENCE_BYTES) + ".".repeat(size % SENTENCE_BYTES);
  }
}
