package io.heartwire.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The one configured parser and generator of JSON: RFC 8259 in UTF-8, with limits.
 *
 * <p>The cost of parsing is linear in the length: skipped values are not kept, numbers are not
 * computed, and names are not interned.
 */
public final class JsonSyntax {
  /** The deepest nesting of arrays and objects, those of the message included. */
  public static final int MOST_DEPTH = 256;

  /** The most characters of a number. */
  public static final int MOST_NUMBER = 1000;

  /** The most characters of a name. */
  public static final int MOST_NAME = 1024;

  /** The most bytes of text, far above any frame's limit. */
  public static final int MOST_STRING = 16 << 20;

  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MOST_DEPTH)
                  .maxNumberLength(MOST_NUMBER)
                  .maxNameLength(MOST_NAME)
                  .maxStringLength(MOST_STRING)
                  .build())
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          // Colliding names are not an error: the parser drops its symbol table and starts a new
          // one.
          .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private static final JsonFactory ANY_NUMBERS =
      ((JsonFactoryBuilder) FACTORY.rebuild())
          .streamReadConstraints(
              FACTORY
                  .streamReadConstraints()
                  .rebuild()
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  /** The deepest nesting of a value that is skipped after a limit was exceeded. */
  private static final int MOST_DEPTH_TO_PASS_OVER = 65_536;

  /** Has only the limits that keep the cost linear in the length. */
  private static final JsonFactory LENIENT =
      ((JsonFactoryBuilder) ANY_NUMBERS.rebuild())
          .streamReadConstraints(
              ANY_NUMBERS
                  .streamReadConstraints()
                  .rebuild()
                  .maxNestingDepth(MOST_DEPTH_TO_PASS_OVER)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private JsonSyntax() {}

  public static JsonFactory factory() {
    return FACTORY;
  }

  /**
   * Creates a parser over a part of the bytes. They must begin with an ASCII character other than
   * NUL, and the second must not be NUL: otherwise the parser assumes another encoding than UTF-8.
   */
  public static JsonParser parser(byte[] bytes, int from, int to) throws IOException {
    return FACTORY.createParser(bytes, from, to - from);
  }

  /**
   * Creates a parser over all bytes, without limits of numbers and names: for text that is limited
   * as a whole, and whose unknown parts are skipped.
   */
  public static JsonParser parserOfAnyNumbers(byte[] bytes) throws IOException {
    return ANY_NUMBERS.createParser(bytes);
  }

  /**
   * Creates a parser without those limits, to read other members beside a value that exceeds a
   * limit.
   */
  public static JsonParser lenientParser(byte[] bytes, int from, int to) throws IOException {
    return LENIENT.createParser(bytes, from, to - from);
  }

  /** Returns in words which limit a parser found exceeded. */
  public static String limitOf(StreamConstraintsException exceeded) {
    String why = String.valueOf(exceeded.getOriginalMessage());
    if (why.contains("nesting depth")) {
      return "JSON nested deeper than " + MOST_DEPTH;
    }
    if (why.startsWith("Number")) {
      return "a number in JSON of more than " + MOST_NUMBER + " characters";
    }
    if (why.startsWith("Name")) {
      return "a key in JSON of more than " + MOST_NAME + " characters";
    }
    return "text in JSON of more than " + MOST_STRING + " bytes";
  }

  /** Returns a JSON string of the text, in UTF-8. */
  public static byte[] quote(String text) {
    byte[] inner = JsonStringEncoder.getInstance().quoteAsUTF8(text);
    return ByteBuffer.allocate(inner.length + 2).put((byte) '"').put(inner).put((byte) '"').array();
  }

  /** Returns whether the bytes are exactly one JSON value, with optional white space around it. */
  public static boolean isValue(byte[] bytes) {
    if (bytes.length == 0 || bytes[0] <= 0 || (bytes.length > 1 && bytes[1] == 0)) {
      return false;
    }
    try (JsonParser parser = parser(bytes, 0, bytes.length)) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (IOException notJson) {
      return false;
    }
  }

  public static boolean isWhiteSpace(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }
}
