package io.heartwire.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the members of JSON objects one after the other, each as the type that it should have. */
final class JsonMembers {
  private final JsonParser parser;
  private final String source;

  JsonMembers(JsonParser parser, String source) {
    this.parser = parser;
    this.source = source;
  }

  /** Moves into the next object of the frame; false at the frame's end. */
  boolean nextObject() throws IOException {
    JsonToken token = parser.nextToken();
    if (token != null && token != JsonToken.START_OBJECT) {
      throw new IOException("not a JSON object: " + token);
    }
    return token != null;
  }

  /** The name of the object's next member, with the parser on its value; null at the end. */
  @Nullable String next() throws IOException {
    String name = parser.nextFieldName();
    if (name != null) {
      parser.nextToken();
    }
    return name;
  }

  /** Enters the object or array that is a member's value; false if the value is null. */
  boolean enters(JsonToken start) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return false;
    }
    if (parser.currentToken() != start) {
      throw new IOException("not " + start + ": " + parser.currentToken());
    }
    return true;
  }

  void expectObject() throws IOException {
    if (!enters(JsonToken.START_OBJECT)) {
      throw new IOException("null where an object belongs");
    }
  }

  /** Moves to the array's next element; false at the end. */
  boolean nextElement() throws IOException {
    return parser.nextToken() != JsonToken.END_ARRAY;
  }

  void skip() throws IOException {
    parser.skipChildren();
  }

  String text() throws IOException {
    String value = parser.getValueAsString("");
    parser.skipChildren();
    return value;
  }

  long integer() throws IOException {
    return parser.currentToken() == JsonToken.VALUE_NULL ? 0 : parser.getLongValue();
  }

  int code() throws IOException {
    return parser.currentToken() == JsonToken.VALUE_NULL ? 0 : parser.getIntValue();
  }

  boolean flag() throws IOException {
    return parser.getValueAsBoolean(false);
  }

  /** The value exactly as the server wrote it. */
  String raw() throws IOException {
    int from = (int) parser.currentTokenLocation().getCharOffset();
    parser.skipChildren();
    parser.finishToken();
    int to = (int) parser.currentLocation().getCharOffset();
    return source.substring(from, to);
  }

  /** The member with that name of the object that is a member's value; null if it has none. */
  @Nullable String rawMember(String wanted) throws IOException {
    String value = null;
    expectObject();
    for (String name = next(); name != null; name = next()) {
      if (name.equals(wanted)) {
        value = raw();
      } else {
        skip();
      }
    }
    return value;
  }

  Map<String, String> texts() throws IOException {
    Map<String, String> all = new LinkedHashMap<>();
    if (enters(JsonToken.START_OBJECT)) {
      for (String name = next(); name != null; name = next()) {
        all.put(name, text());
      }
    }
    return all;
  }
}
