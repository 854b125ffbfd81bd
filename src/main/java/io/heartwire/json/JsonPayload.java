package io.heartwire.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import io.heartwire.broker.Payload;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Data as a JSON value: JSON as it is, other text as a string, and anything else, which only a
 * Protobuf client or a back end can have published, in base64, as Protobuf's own mapping to JSON
 * has it.
 */
public final class JsonPayload {

  private JsonPayload() {}

  /**
   * Writes the data byte for byte where it is JSON.
   *
   * @param bytes what the generator writes to
   */
  public static void write(JsonGenerator out, OutputStream bytes, Payload data) throws IOException {
    write(out, bytes, data, data.shared());
  }

  /**
   * The same on one line: line ends in JSON, which are white space there, become blanks.
   *
   * @param bytes what the generator writes to
   */
  public static void writeOnOneLine(JsonGenerator out, OutputStream bytes, Payload data)
      throws IOException {
    write(out, bytes, data, onOneLine(data.shared()));
  }

  private static void write(JsonGenerator out, OutputStream bytes, Payload data, byte[] json)
      throws IOException {
    if (data.kind() == Payload.Kind.JSON || JsonSyntax.isValue(data.shared())) {
      out.writeRawValue("");
      out.flush();
      bytes.write(json);
    } else if (data.kind() == Payload.Kind.TEXT) {
      out.writeString(new String(data.shared(), UTF_8));
    } else {
      out.writeBinary(data.shared());
    }
  }

  private static byte[] onOneLine(byte[] json) {
    for (byte b : json) {
      if (b == '\n') {
        byte[] line = json.clone();
        for (int i = 0; i < line.length; i++) {
          if (line[i] == '\n') {
            line[i] = ' ';
          }
        }
        return line;
      }
    }
    return json;
  }
}
