package io.heartwire.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.util.Objects;
import java.util.Optional;

/** JSON-B. Not to be touched where its API may be missing, but by {@link JsonBindings}. */
record JsonbBinding(Jsonb jsonb) implements JsonBinding {

  static Optional<JsonBinding> ofBean() {
    return JsonBindings.bean(Jsonb.class).map(JsonbBinding::new);
  }

  static Optional<JsonBinding> ofServer() {
    return Optional.of(new JsonbBinding(JsonbBuilder.create()));
  }

  @Override
  public byte[] write(Object value) {
    return jsonb.toJson(value).getBytes(UTF_8);
  }

  @Override
  public <T> T read(byte[] json, Class<T> type) {
    return Objects.requireNonNull(jsonb.fromJson(new String(json, UTF_8), type), "it is null");
  }
}
