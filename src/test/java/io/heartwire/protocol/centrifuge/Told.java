package io.heartwire.protocol.centrifuge;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.heartwire.json.JsonSyntax;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One line that a JSON client was told, as a client reads it. */
record Told(String line) {

  /**
   * The value at a path of names and indexes, such as {@code subscribe/publications/0/data}; null
   * if there is none.
   */
  @Nullable Object at(String path) {
    Object value = read(line);
    for (String step : path.split("/", -1)) {
      if (value instanceof Map<?, ?> map) {
        value = map.get(step);
      } else if (value instanceof List<?> list && Integer.parseInt(step) < list.size()) {
        value = list.get(Integer.parseInt(step));
      } else {
        return null;
      }
    }
    return value;
  }

  String text(String path) {
    if (at(path) instanceof String text) {
      return text;
    }
    throw new AssertionError("no text at " + path + " in " + line);
  }

  long number(String path) {
    return at(path) instanceof Long number ? number : 0;
  }

  boolean flag(String path) {
    return Boolean.TRUE.equals(at(path));
  }

  /** The elements of an array, or none. */
  List<?> list(String path) {
    return at(path) instanceof List<?> list ? list : List.of();
  }

  /** The names of an object's members, or none. */
  List<String> names(String path) {
    return at(path) instanceof Map<?, ?> map
        ? map.keySet().stream().map(String::valueOf).toList()
        : List.of();
  }

  private static @Nullable Object read(String line) {
    try (JsonParser parser = JsonSyntax.factory().createParser(line)) {
      parser.nextToken();
      Object value = value(parser);
      if (parser.nextToken() != null) {
        throw new AssertionError("more than one value in the line " + line);
      }
      return value;
    } catch (IOException broken) {
      throw new UncheckedIOException(line, broken);
    }
  }

  private static @Nullable Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String name = parser.currentName();
          parser.nextToken();
          object.put(name, value(parser));
        }
        yield object;
      }
      case START_ARRAY -> {
        List<@Nullable Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          array.add(value(parser));
        }
        yield array;
      }
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> parser.getText();
    };
  }
}
