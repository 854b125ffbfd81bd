package io.heartwire.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;

/**
 * The one configured parser and generator of JSON: RFC 8259 in UTF-8, with limits.
 *
 * <p>What a value costs is linear in its length: nothing is kept of values that are passed over,
 * numbers are not computed, names are not interned.
 */
public final class JsonSyntax {
  /** How deep arrays and objects may be nested, those of the message included. */
  public static final int MOST_DEPTH = 256;

  /** How many characters a number may have. */
  public static final int MOST_NUMBER = 1000;

  /** How many characters a name may have. */
  public static final int MOST_NAME = 1024;

  /** How many bytes text may have, far above any frame's limit. */
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
          // Names that collide are a nuisance, not an error: the table is dropped and begun anew.
          .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private JsonSyntax() {}

  public static JsonFactory factory() {
    return FACTORY;
  }

  /**
   * A parser over a part of the bytes. They must begin with an ASCII character other than NUL and
   * not have NUL for the second, or the parser takes them for another encoding than UTF-8.
   */
  public static JsonParser parser(byte[] bytes, int from, int to) throws IOException {
    return FACTORY.createParser(bytes, from, to - from);
  }

  /** Whether the bytes are exactly one JSON value, with nothing but white space around it. */
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
