package io.heartwire.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.heartwire.json.JsonFields;
import io.heartwire.json.JsonSyntax;
import io.heartwire.json.UnexpectedJsonException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads claims into the values that the JWT library verifies. The library's own JSON reader would
 * fail on a single number that does not fit into a {@code double}.
 */
final class ClaimValues {

  private ClaimValues() {}

  /**
   * Returns every member as a {@code String}, {@code Long}, {@code Double}, {@code Boolean} or
   * null, or a list of these; a deeper value becomes an empty map. Numbers that do not fit become
   * infinite.
   *
   * @throws IOException if it is not one JSON object, or has a member twice (RFC 7519, section 4)
   */
  static Map<String, Object> parse(String json) throws IOException {
    byte[] bytes = json.strip().getBytes(UTF_8);
    try (JsonParser parser = JsonSyntax.parserOfAnyNumbers(bytes)) {
      parser.nextToken();
      JsonFields in = new JsonFields(parser, bytes, 0);
      Map<String, Object> values = new LinkedHashMap<>();
      in.expect(JsonToken.START_OBJECT, "the token");
      for (String name = in.next(); name != null; name = in.next()) {
        if (values.containsKey(name)) {
          throw new UnexpectedJsonException("a claim comes twice");
        }
        values.put(
            name, parser.currentToken() == JsonToken.START_ARRAY ? list(parser) : one(parser));
      }
      if (parser.nextToken() != null) {
        throw new UnexpectedJsonException("there is text after the claims");
      }
      return values;
    }
  }

  private static List<@Nullable Object> list(JsonParser parser) throws IOException {
    List<@Nullable Object> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(one(parser));
    }
    return elements;
  }

  private static @Nullable Object one(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> whole(parser);
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> {
        parser.skipChildren();
        yield Map.of();
      }
    };
  }

  /**
   * A number that does not fit into a long is not computed, since that would not take linear time.
   */
  private static Object whole(JsonParser parser) throws IOException {
    if (parser.getTextLength() <= 20
        && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
      return parser.getLongValue();
    }
    return parser.getText().startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
  }
}
