package io.heartwire.json;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** JSON that is written step by step into memory, where {@link JsonObject} leaves too much out. */
public final class JsonText {
  private JsonText() {}

  /** A part of what is written. */
  @FunctionalInterface
  public interface Part {
    void write(JsonGenerator out) throws IOException;
  }

  /** Returns the object with these members, in UTF-8. */
  public static byte[] object(Part members) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator out = JsonSyntax.factory().createGenerator(bytes, JsonEncoding.UTF8)) {
      out.writeStartObject();
      members.write(out);
      out.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing to memory", impossible);
    }
    return bytes.toByteArray();
  }
}
