package io.heartwire.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.heartwire.broker.Payload;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * Data as a JSON value: JSON as it is, other text as a string, and anything else, which only a
 * Protobuf client or a back end can have published, in base64, as Protobuf's own mapping to JSON
 * has it.
 */
public final class JsonPayload {

  private JsonPayload() {}

  /** The data itself if it is one JSON value, else a string of the text, or of base64. */
  public static Payload asJson(Payload data) {
    if (data.kind() == Payload.Kind.JSON) {
      return data;
    }
    if (JsonSyntax.isValue(data.shared())) {
      return Payload.json(data.shared());
    }
    return data.kind() == Payload.Kind.TEXT
        ? quote(data)
        : Payload.json('"' + Base64.getEncoder().encodeToString(data.shared()) + '"');
  }

  /** A JSON string of the data, which must be text, also if it is JSON itself. */
  public static Payload quote(Payload text) {
    byte[] inner = JsonStringEncoder.getInstance().quoteAsUTF8(new String(text.shared(), UTF_8));
    return Payload.json(
        ByteBuffer.allocate(inner.length + 2).put((byte) '"').put(inner).put((byte) '"').array());
  }

  /**
   * Writes the data byte for byte where it is JSON.
   *
   * @param bytes what the generator writes to
   */
  public static void write(JsonGenerator out, OutputStream bytes, Payload data) throws IOException {
    writeRaw(out, bytes, asJson(data).shared());
  }

  /**
   * The same on one line: line ends in JSON, which are white space there, become blanks.
   *
   * @param bytes what the generator writes to
   */
  public static void writeOnOneLine(JsonGenerator out, OutputStream bytes, Payload data)
      throws IOException {
    writeRaw(out, bytes, onOneLine(asJson(data).shared()));
  }

  private static void writeRaw(JsonGenerator out, OutputStream bytes, byte[] json)
      throws IOException {
    out.writeRawValue("");
    out.flush();
    bytes.write(json);
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
