package io.heartwire.broker.redis;

import io.heartwire.broker.Payload;
import io.heartwire.json.FieldValues;
import io.heartwire.json.JsonField;
import io.heartwire.json.JsonObject;
import io.heartwire.json.JsonShape;
import io.heartwire.json.JsonSyntax;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A payload as a JSON object with one field, {@code json}, {@code text} or {@code base64}, which
 * keeps its kind. An empty one is an absent field.
 */
final class PayloadJson {
  private static final JsonField<Payload> JSON = JsonField.any("json", Payload::uncheckedJson);
  private static final JsonField<String> TEXT = JsonField.text("text");
  private static final JsonField<String> BASE64 = JsonField.text("base64");
  private static final JsonShape SHAPE = JsonShape.of(JSON, TEXT, BASE64);

  private PayloadJson() {}

  static JsonField<Payload> field(String name) {
    return JsonField.object(name, SHAPE, PayloadJson::of).orElse(Payload.EMPTY);
  }

  static void write(JsonObject out, String name, Payload payload) {
    if (!payload.isEmpty()) {
      out.object(name, in -> write(in, payload));
    }
  }

  private static void write(JsonObject out, Payload payload) {
    byte[] bytes = payload.shared();
    if (payload.kind() == Payload.Kind.JSON && JsonSyntax.isValue(bytes)) {
      out.raw("json", bytes);
    } else if (payload.kind() == Payload.Kind.TEXT) {
      out.text("text", payload.asText());
    } else { // also what is called JSON and is none, which would spoil the whole
      out.text("base64", Base64.getEncoder().encodeToString(bytes));
    }
  }

  private static Payload of(FieldValues in) {
    Payload json = in.find(JSON);
    if (json != null) {
      return json;
    }
    String base64 = in.find(BASE64);
    return base64 == null
        ? Payload.text(in.get(TEXT))
        : Payload.sharing(Base64.getDecoder().decode(base64.getBytes(StandardCharsets.US_ASCII)));
  }
}
