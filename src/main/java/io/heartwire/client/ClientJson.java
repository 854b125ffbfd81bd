package io.heartwire.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Makes parsers and generators of JSON, with the client's limits. */
final class ClientJson {
  private static final int MOST_DEPTH = 1000;

  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MOST_DEPTH)
                  .maxStringLength(
                      Integer.MAX_VALUE) // the length of messages is limited by the WebSocket
                  .build())
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .build();

  private ClientJson() {}

  /** Writes the members of an object. */
  interface Members {
    void write(JsonGenerator out) throws IOException;
  }

  static JsonParser parser(String text) throws IOException {
    return FACTORY.createParser(text);
  }

  static String object(Members members) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = FACTORY.createGenerator(text)) {
      out.writeStartObject();
      members.write(out);
      out.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing to memory", impossible);
    }
    return text.toString();
  }

  /**
   * Returns the same value on one line, since a line end ends a command.
   *
   * @param what names the value in the exception
   * @throws IllegalArgumentException if the text is not one JSON value
   */
  static String oneLine(String json, String what) {
    try (JsonParser parser = parser(json)) {
      if (parser.nextToken() == null) {
        throw new IllegalArgumentException(what + " must be JSON, was empty");
      }
      parser.skipChildren();
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException(what + " must be one JSON value, was several");
      }
    } catch (IOException notJson) {
      throw new IllegalArgumentException(what + " must be JSON: " + notJson.getMessage(), notJson);
    }
    return json.replace('\n', ' ').replace('\r', ' '); // in valid JSON line ends are white space
  }
}
