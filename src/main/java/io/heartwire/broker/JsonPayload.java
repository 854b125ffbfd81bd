package io.heartwire.broker;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.heartwire.json.JsonSyntax;
import io.heartwire.visibility.Internal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;

/**
 * Converts data to a JSON value. JSON stays as it is. Other text in UTF-8 becomes a string.
 * Anything else, which only a Protobuf client or a back end can publish, becomes a base64 string,
 * as in Protobuf's mapping to JSON.
 */
@Internal
public final class JsonPayload {

  private JsonPayload() {}

  /**
   * Returns the data itself if it is one JSON value, otherwise a string of the text or of base64.
   */
  public static Payload asJson(Payload data) {
    if (data.kind() == Payload.Kind.JSON) {
      return data;
    }
    if (JsonSyntax.isValue(data.shared())) {
      return Payload.uncheckedJson(data.shared());
    }
    return data.kind() == Payload.Kind.TEXT || isUtf8(data.shared())
        ? quote(data)
        : Payload.uncheckedJson(
            ('"' + Base64.getEncoder().encodeToString(data.shared()) + '"').getBytes(US_ASCII));
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException other) {
      return false;
    }
  }

  /** Returns a JSON string of the data, which must be text, even if it is JSON itself. */
  public static Payload quote(Payload text) {
    return Payload.uncheckedJson(JsonSyntax.quote(new String(text.shared(), UTF_8)));
  }
}
