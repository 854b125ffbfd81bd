package io.heartwire.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import io.heartwire.json.JsonField;
import io.heartwire.json.JsonFields;
import io.heartwire.json.JsonShape;
import io.heartwire.json.JsonSyntax;
import java.io.IOException;
import java.util.List;

/**
 * Splits a JSON Web Key Set (RFC 7517, section 5) into its keys without parsing them: the JWT
 * library reads a set as a whole, and refuses all of it for one bad key.
 */
final class JwkSetReader {

  private static final JsonField<List<String>> KEYS =
      JsonField.of("keys", (in, path) -> in.list(path, JwkSetReader::asWritten));
  private static final JsonShape SET = JsonShape.of(KEYS);

  private JwkSetReader() {}

  /**
   * Returns the elements of {@code keys} as text.
   *
   * @throws IllegalArgumentException if it is not a key set
   */
  static List<String> keys(String json) {
    byte[] bytes = json.strip().getBytes(UTF_8);
    try (JsonParser parser = JsonSyntax.parserOfAnyNumbers(bytes)) {
      parser.nextToken();
      List<String> keys = SET.read(new JsonFields(parser, bytes, 0), "the set").find(KEYS);
      if (keys != null && parser.nextToken() == null) {
        return keys;
      }
    } catch (IOException malformed) {
      throw new IllegalArgumentException("it is not a JSON Web Key Set", malformed);
    }
    throw new IllegalArgumentException("it is not a JSON Web Key Set");
  }

  private static String asWritten(JsonFields in, String path) throws IOException {
    return new String(in.raw(), UTF_8);
  }
}
