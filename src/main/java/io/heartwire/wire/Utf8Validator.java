package io.heartwire.wire;

/**
 * An incremental validator of UTF-8 (RFC 3629, section 4), for pieces that may end within a
 * character.
 *
 * <p>Used by one thread at a time.
 */
final class Utf8Validator {
  private static final int LEAST = 0x80;
  private static final int MOST = 0xBF;

  /** Bytes that the present character still needs. */
  private int missing;

  // The range of the next byte: 80 to BF, narrower only directly after some lead bytes.
  private int least = LEAST;
  private int most = MOST;

  /**
   * Validates the bytes from {@code from} up to {@code to}.
   *
   * @return false as soon as the text cannot become valid UTF-8, whatever follows
   */
  boolean accept(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to) {
      int next = bytes[i++];
      if (missing > 0) {
        if (!isContinuation(next & 0xFF)) {
          return false;
        }
      } else if (next < 0 && !isLead(next & 0xFF)) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether the last character is complete. */
  boolean isComplete() {
    return missing == 0;
  }

  private boolean isContinuation(int next) {
    if (next < least || next > most) {
      return false;
    }
    missing--;
    least = LEAST;
    most = MOST;
    return true;
  }

  /**
   * Returns whether it is a valid lead byte. Overlong forms, surrogates and code points beyond
   * U+10FFFF are not valid.
   */
  private boolean isLead(int lead) {
    if (lead >= 0xC2 && lead <= 0xDF) {
      missing = 1;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
      missing = 2;
      least = lead == 0xE0 ? 0xA0 : LEAST;
      most = lead == 0xED ? 0x9F : MOST;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
      missing = 3;
      least = lead == 0xF0 ? 0x90 : LEAST;
      most = lead == 0xF4 ? 0x8F : MOST;
    }
    return missing > 0;
  }
}
