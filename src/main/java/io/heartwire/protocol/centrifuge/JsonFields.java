package io.heartwire.protocol.centrifuge;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.heartwire.broker.Payload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Members of JSON objects, read one after the other and held to the type they should have. */
final class JsonFields {
  private final JsonParser parser;
  private final byte[] bytes;
  private final int base;

  /**
   * @param base where in the bytes the parser began
   */
  JsonFields(JsonParser parser, byte[] bytes, int base) {
    this.parser = parser;
    this.bytes = bytes;
    this.base = base;
  }

  /** The name of the object's next member, with the parser on its value; null at the end. */
  @Nullable String next() throws IOException {
    String name = parser.nextFieldName();
    if (name != null) {
      parser.nextToken();
    }
    return name;
  }

  /** Moves to the array's next element; false at the end. */
  boolean nextElement() throws IOException {
    return parser.nextToken() != JsonToken.END_ARRAY;
  }

  boolean isNull() {
    return parser.currentToken() == JsonToken.VALUE_NULL;
  }

  void skip() throws IOException {
    parser.skipChildren();
  }

  void expect(JsonToken token, String what) throws MalformedException {
    if (parser.currentToken() != token) {
      String kind = token == JsonToken.START_ARRAY ? "an array" : "an object";
      throw new MalformedException(what + " is not " + kind);
    }
  }

  String text(String name) throws IOException, MalformedException {
    if (isNull()) {
      return "";
    }
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw new MalformedException(name + " is not a string");
    }
    return parser.getText();
  }

  boolean flag(String name) throws MalformedException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_TRUE) {
      return true;
    }
    if (token == JsonToken.VALUE_FALSE || token == JsonToken.VALUE_NULL) {
      return false;
    }
    throw new MalformedException(name + " is neither true nor false");
  }

  long integer(String name, long least, long most) throws IOException, MalformedException {
    if (isNull()) {
      return 0;
    }
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw new MalformedException(name + " is not an integer");
    }
    // What has no room in a long must not be computed: its cost is not linear.
    if (parser.getTextLength() > 20
        || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      throw outOfRange(name, least, most);
    }
    long value = parser.getLongValue();
    if (value < least || value > most) {
      throw outOfRange(name, least, most);
    }
    return value;
  }

  /** An object whose values are all strings. */
  Map<String, String> texts(String name) throws IOException, MalformedException {
    if (isNull()) {
      return Map.of();
    }
    Map<String, String> texts = new LinkedHashMap<>();
    expect(JsonToken.START_OBJECT, name);
    for (String key = next(); key != null; key = next()) {
      texts.put(key, text(name));
    }
    return Collections.unmodifiableMap(texts);
  }

  /** An array of strings. */
  List<String> textList(String name) throws IOException, MalformedException {
    List<String> texts = new ArrayList<>();
    if (!isNull()) {
      expect(JsonToken.START_ARRAY, name);
      while (nextElement()) {
        texts.add(text(name));
      }
    }
    return texts;
  }

  /** The value exactly as it is written, whatever it is. */
  Payload raw() throws IOException {
    int from = base + (int) parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    parser.finishToken();
    int to = base + (int) parser.currentLocation().getByteOffset();
    return Payload.json(Arrays.copyOfRange(bytes, from, to));
  }

  private static MalformedException outOfRange(String name, long least, long most) {
    return new MalformedException(name + " is not between " + least + " and " + most);
  }
}
