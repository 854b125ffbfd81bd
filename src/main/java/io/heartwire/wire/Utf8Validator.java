package io.heartwire.wire;

/**
 * Follows UTF-8 (RFC 3629, section 4) through pieces that may end anywhere, within a character too.
 *
 * <p>Used by one thread at a time.
 */
final class Utf8Validator {
  private static final int LEAST = 0x80;
  private static final int MOST = 0xBF;

  /** Bytes that the character under way still needs. */
  private int missing;

  // The next of them must be within these; all but the first after some leads are from 80 to BF.
  private int least = LEAST;
  private int most = MOST;

  /**
   * Goes on with the bytes from {@code from} up to {@code to}.
   *
   * @return false as soon as no bytes that could follow would make it UTF-8
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

  /** Whether no character is under way. */
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

  /** Leaves out what is overlong, a surrogate, or beyond U+10FFFF. */
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
