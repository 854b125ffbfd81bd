package io.heartwire.json;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes one JSON object, field by field. Values that stand for an absent field (empty, 0, false)
 * are left out, as in Protobuf's mapping to JSON, and so is null. For one thread.
 */
public final class JsonObject {
  private final ByteArrayOutputStream bytes;
  private final JsonGenerator out;

  private JsonObject(ByteArrayOutputStream bytes, JsonGenerator out) {
    this.bytes = bytes;
    this.out = out;
  }

  /** Returns the object with these fields, in UTF-8. */
  public static byte[] of(Consumer<JsonObject> fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator out = JsonSyntax.factory().createGenerator(bytes, JsonEncoding.UTF8)) {
      out.writeStartObject();
      fields.accept(new JsonObject(bytes, out));
      out.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing to memory", impossible);
    }
    return bytes.toByteArray();
  }

  private interface Step {
    void write() throws IOException;
  }

  public JsonObject text(String name, String value) {
    return field(name, !value.isEmpty(), () -> out.writeString(value));
  }

  public JsonObject integer(String name, @Nullable Long value) {
    return value == null ? this : field(name, value != 0, () -> out.writeNumber(value));
  }

  public JsonObject flag(String name, boolean value) {
    return field(name, value, () -> out.writeBoolean(true));
  }

  public JsonObject textList(String name, List<String> values) {
    return field(
        name,
        !values.isEmpty(),
        () -> out.writeArray(values.toArray(String[]::new), 0, values.size()));
  }

  /** A value that is JSON already; it is not checked. */
  public JsonObject raw(String name, byte[] json) {
    return field(name, json.length > 0, () -> RawJson.write(out, bytes, json));
  }

  /** An object, which is there even if it has no fields. */
  public JsonObject object(String name, Consumer<JsonObject> fields) {
    return field(
        name,
        true,
        () -> {
          out.writeStartObject();
          fields.accept(this);
          out.writeEndObject();
        });
  }

  private JsonObject field(String name, boolean isPresent, Step value) {
    if (isPresent) {
      try {
        out.writeFieldName(name);
        value.write();
      } catch (IOException impossible) {
        throw new UncheckedIOException("writing to memory", impossible);
      }
    }
    return this;
  }
}
