package io.heartwire.json;

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
public final class JsonFields {
  private final JsonParser parser;
  private final byte[] bytes;
  private final int base;

  /**
   * @param base where in the bytes the parser began
   */
  public JsonFields(JsonParser parser, byte[] bytes, int base) {
    this.parser = parser;
    this.bytes = bytes;
    this.base = base;
  }

  /** The name of the object's next member, with the parser on its value; null at the end. */
  public @Nullable String next() throws IOException {
    String name = parser.nextFieldName();
    if (name != null) {
      parser.nextToken();
    }
    return name;
  }

  /** Moves to the array's next element; false at the end. */
  public boolean nextElement() throws IOException {
    return parser.nextToken() != JsonToken.END_ARRAY;
  }

  public boolean isNull() {
    return parser.currentToken() == JsonToken.VALUE_NULL;
  }

  /** Whether the value is the one that an absent member stands for, by the rules of Protobuf. */
  public boolean isDefault() throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_NULL, VALUE_FALSE -> true;
      case VALUE_STRING -> parser.getText().isEmpty();
      case VALUE_NUMBER_INT -> parser.getText().equals("0");
      default -> false;
    };
  }

  /** Passes over the value, whatever it is. */
  public void skip() throws IOException {
    parser.skipChildren();
  }

  public void expect(JsonToken token, String what) throws IOException {
    if (parser.currentToken() != token) {
      String kind = token == JsonToken.START_ARRAY ? "an array" : "an object";
      throw new UnexpectedJsonException(what + " is not " + kind);
    }
  }

  /** Empty for null. */
  public String text(String name) throws IOException {
    if (isNull()) {
      return "";
    }
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw new UnexpectedJsonException(name + " is not a string");
    }
    return parser.getText();
  }

  /** False for null. */
  public boolean flag(String name) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_TRUE) {
      return true;
    }
    if (token == JsonToken.VALUE_FALSE || token == JsonToken.VALUE_NULL) {
      return false;
    }
    throw new UnexpectedJsonException(name + " is neither true nor false");
  }

  /** 0 for null. */
  public long integer(String name, long least, long most) throws IOException {
    if (isNull()) {
      return 0;
    }
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw new UnexpectedJsonException(name + " is not an integer");
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
  public Map<String, String> texts(String name) throws IOException {
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
  public List<String> textList(String name) throws IOException {
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
  public Payload raw() throws IOException {
    int from = base + (int) parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    parser.finishToken();
    int to = base + (int) parser.currentLocation().getByteOffset();
    return Payload.json(Arrays.copyOfRange(bytes, from, to));
  }

  private static UnexpectedJsonException outOfRange(String name, long least, long most) {
    return new UnexpectedJsonException(name + " is not between " + least + " and " + most);
  }
}
