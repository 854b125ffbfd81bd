package io.heartwire.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields that a JSON object may have: what is read from it, and what it is held to. Immutable.
 *
 * <p>Of several fields with one name the last counts. Those that the shape does not have are passed
 * over, and {@link JsonFields} tells of them.
 */
public final class JsonShape {
  private final List<JsonField<?>> fields;
  private final Map<String, Integer> places = new HashMap<>();

  private JsonShape(List<JsonField<?>> fields) {
    this.fields = fields;
    for (JsonField<?> field : fields) {
      if (places.put(field.name(), places.size()) != null) {
        throw new IllegalArgumentException("two fields with the name " + field.name());
      }
    }
  }

  public static JsonShape of(JsonField<?>... fields) {
    return new JsonShape(List.of(fields));
  }

  /** This shape's fields and those. */
  public JsonShape and(JsonField<?>... more) {
    List<JsonField<?>> all = new ArrayList<>(fields);
    all.addAll(List.of(more));
    return new JsonShape(List.copyOf(all));
  }

  public List<JsonField<?>> fields() {
    return fields;
  }

  /**
   * Reads an object that is alone in its bytes.
   *
   * @param what it is, for errors
   * @throws IOException if it is no JSON, no object, or a field is not of its type
   */
  public FieldValues read(byte[] bytes, String what) throws IOException {
    if (bytes.length < 2 || bytes[0] != '{' || bytes[1] == 0) { // taken for another encoding
      throw new UnexpectedJsonException(what + " is not an object");
    }
    try (JsonParser parser = JsonSyntax.parser(bytes, 0, bytes.length)) {
      parser.nextToken();
      return read(new JsonFields(parser, bytes, 0), what);
    }
  }

  /**
   * Reads the object that is the current value.
   *
   * @param what it is, for errors
   * @throws UnexpectedJsonException if it is no object, or a field is not of its type
   */
  public FieldValues read(JsonFields in, String what) throws IOException {
    return read(in, what, "");
  }

  /**
   * @param prefix before the names of fields in errors
   */
  FieldValues read(JsonFields in, String what, String prefix) throws IOException {
    in.expect(JsonToken.START_OBJECT, what);
    @Nullable Object[] values = new Object[fields.size()];
    for (String name = in.next(); name != null; name = in.next()) {
      Integer place = places.get(name);
      if (place == null) {
        in.unknown(name);
      } else {
        values[place] = fields.get(place).read(in, prefix.isEmpty() ? name : prefix + name);
      }
    }
    return new FieldValues(this, values);
  }
}
