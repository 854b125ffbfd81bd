package io.heartwire.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** The one configured parser and generator of JSON. */
final class Json {
  private static final int MOST_DEPTH = 1000;

  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MOST_DEPTH)
                  .maxStringLength(Integer.MAX_VALUE) // a message's length is limited before
                  .build())
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .build();

  private Json() {}

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
   * The same value on one line, since a line end would be the end of the command.
   *
   * @param what for the message of the exception
   * @throws IllegalArgumentException for anything but one JSON value
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
    return json.replace('\n', ' ').replace('\r', ' '); // in JSON they are white space
  }
}
