package io.heartwire.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;

/** Writes a JSON value that is already encoded. */
public final class RawJson {

  private RawJson() {}

  /**
   * Writes the value byte for byte.
   *
   * @param bytes the stream that the generator writes to
   */
  public static void write(JsonGenerator out, OutputStream bytes, byte[] value) throws IOException {
    out.writeRawValue("");
    out.flush();
    bytes.write(value);
  }

  /**
   * Writes the value on one line: line breaks, which are white space in JSON, become spaces.
   *
   * @param bytes the stream that the generator writes to
   */
  public static void writeOnOneLine(JsonGenerator out, OutputStream bytes, byte[] value)
      throws IOException {
    write(out, bytes, onOneLine(value));
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
