package io.heartwire.connection;

import io.heartwire.visibility.Internal;

/** Sizes of text on the wire, counted without encoding it. */
@Internal
public final class Utf8 {

  private Utf8() {}

  /**
   * Returns the number of bytes of the text in UTF-8. An unpaired surrogate counts as one byte,
   * that of its replacement.
   */
  public static int length(CharSequence text) {
    int bytes = 0;
    int chars = text.length();
    for (int i = 0; i < chars; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes++;
      } else if (c < 0x800) {
        bytes += 2;
      } else if (Character.isHighSurrogate(c)
          && i + 1 < chars
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        bytes += 4;
        i++;
      } else {
        bytes += Character.isSurrogate(c) ? 1 : 3;
      }
    }
    return bytes;
  }

  static int length(int codePoint) {
    if (codePoint < 0x80) {
      return 1;
    }
    if (codePoint < 0x800) {
      return 2;
    }
    return codePoint < 0x10000 ? 3 : 4;
  }
}
