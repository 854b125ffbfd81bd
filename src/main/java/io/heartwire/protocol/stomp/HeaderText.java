package io.heartwire.protocol.stomp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/**
 * Names and values of headers on the wire: UTF-8, with escapes for what would end them (STOMP 1.2,
 * value encoding).
 */
final class HeaderText {
  private HeaderText() {}

  /**
   * @throws StompException if it is not UTF-8
   */
  static String decode(byte[] bytes, int from, int to) {
    boolean isAscii = true;
    for (int i = from; i < to && isAscii; i++) {
      isAscii = bytes[i] >= 0;
    }
    if (isAscii) {
      return new String(bytes, from, to - from, ISO_8859_1);
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, to - from)).toString();
    } catch (CharacterCodingException other) {
      throw StompException.malformed("a header is not UTF-8");
    }
  }

  /**
   * @throws StompException if there is an escape that the protocol does not have
   */
  static String unescape(String text) {
    int first = text.indexOf('\\');
    if (first < 0) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length()).append(text, 0, first);
    for (int i = first; i < text.length(); i++) {
      char c = text.charAt(i);
      plain.append(c == '\\' ? unescaped(text, ++i) : c);
    }
    return plain.toString();
  }

  private static char unescaped(String text, int at) {
    char escaped = at < text.length() ? text.charAt(at) : 0;
    return switch (escaped) {
      case 'n' -> '\n';
      case 'c' -> ':';
      case 'r' -> '\r';
      case '\\' -> '\\';
      default ->
          throw StompException.malformed("a header has an escape other than \\n \\r \\c \\\\");
    };
  }

  /**
   * Appends it escaped.
   *
   * @param isLatest whether the client speaks 1.2; 1.1 has no escape for a carriage return, which
   *     is left out then
   */
  static void append(StringBuilder to, String text, boolean isLatest) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> to.append("\\n");
        case ':' -> to.append("\\c");
        case '\\' -> to.append("\\\\");
        case '\r' -> to.append(isLatest ? "\\r" : "");
        case 0 -> {} // has no place in a frame's head
        default -> to.append(c);
      }
    }
  }
}
