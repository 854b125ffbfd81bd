package io.heartwire.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of JSON objects one after the other, and checks their types: by a {@link
 * JsonShape} where the fields are known beforehand, else by {@link #next()}. For one thread.
 */
public final class JsonFields {
  private final JsonParser parser;
  private final byte[] bytes;
  private final int base;
  private final @Nullable Consumer<String> unknown;

  /**
   * Skips unknown fields.
   *
   * @param base the position in the bytes where the parser began
   */
  public JsonFields(JsonParser parser, byte[] bytes, int base) {
    this(parser, bytes, base, null);
  }

  /**
   * @param base the position in the bytes where the parser began
   * @param unknown gets the names of unknown fields whose value is not the default of an absent one
   */
  public JsonFields(JsonParser parser, byte[] bytes, int base, @Nullable Consumer<String> unknown) {
    this.parser = parser;
    this.bytes = bytes;
    this.base = base;
    this.unknown = unknown;
  }

  /** Skips the value of an unknown field, and reports its name. */
  public void unknown(String name) throws IOException {
    if (unknown != null && !isDefault()) {
      unknown.accept(name);
    }
    skip();
  }

  /** Moves to the value of the object's next field and returns its name; null at the end. */
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

  public boolean isText() {
    return parser.currentToken() == JsonToken.VALUE_STRING;
  }

  /** Returns whether the value is the default of an absent field, by the rules of Protobuf. */
  private boolean isDefault() throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_NULL, VALUE_FALSE -> true;
      case VALUE_STRING -> parser.getText().isEmpty();
      case VALUE_NUMBER_INT -> parser.getText().equals("0");
      default -> false;
    };
  }

  /** Skips the value, whatever it is. */
  public void skip() throws IOException {
    parser.skipChildren();
  }

  public void expect(JsonToken token, String what) throws IOException {
    if (parser.currentToken() != token) {
      String kind = token == JsonToken.START_ARRAY ? "an array" : "an object";
      throw new UnexpectedJsonException(what + " is not " + kind);
    }
  }

  /** Returns text; empty for null. */
  public String text(String name) throws IOException {
    if (isNull()) {
      return "";
    }
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw new UnexpectedJsonException(name + " is not a string");
    }
    return parser.getText();
  }

  /** Returns a boolean; false for null. */
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

  /** Returns an integer within the bounds; 0 for null. */
  public long integer(String name, long least, long most) throws IOException {
    if (isNull()) {
      return 0;
    }
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw new UnexpectedJsonException(name + " is not an integer");
    }
    // A number that does not fit into a long must not be computed: that would not take linear time.
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

  /** Returns an object whose values are all strings. */
  public Map<String, String> texts(String name) throws IOException {
    return map(name, JsonFields::text);
  }

  /** Returns an array of strings. */
  public List<String> textList(String name) throws IOException {
    return list(name, JsonFields::text);
  }

  /** Returns an object of any names whose values are all of one kind. */
  public <T> Map<String, T> map(String name, JsonField.Reader<T> reader) throws IOException {
    String entry = "an entry of " + name;
    Map<String, T> entries = new LinkedHashMap<>();
    expect(JsonToken.START_OBJECT, name);
    for (String key = next(); key != null; key = next()) {
      entries.put(key, reader.read(this, entry));
    }
    return Collections.unmodifiableMap(entries);
  }

  /** Returns an array whose elements are all of one kind. */
  public <T> List<T> list(String name, JsonField.Reader<T> reader) throws IOException {
    String element = "an element of " + name;
    List<T> elements = new ArrayList<>();
    expect(JsonToken.START_ARRAY, name);
    while (nextElement()) {
      elements.add(reader.read(this, element));
    }
    return Collections.unmodifiableList(elements);
  }

  /** Returns the bytes of the value exactly as they are, whatever it is. */
  public byte[] raw() throws IOException {
    int from = base + (int) parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    parser.finishToken();
    int to = base + (int) parser.currentLocation().getByteOffset();
    return Arrays.copyOfRange(bytes, from, to);
  }

  private static UnexpectedJsonException outOfRange(String name, long least, long most) {
    return new UnexpectedJsonException(name + " is not between " + least + " and " + most);
  }
}
