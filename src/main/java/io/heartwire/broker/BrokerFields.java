package io.heartwire.broker;

import io.heartwire.json.JsonField;
import io.heartwire.json.JsonObject;
import io.heartwire.json.JsonShape;
import io.heartwire.visibility.Internal;

/** Fields of JSON objects that hold payloads and positions, wherever JSON brings them. */
@Internal
public final class BrokerFields {
  private static final JsonField<Long> OFFSET = JsonField.integer("offset", 0, Long.MAX_VALUE);
  private static final JsonField<String> EPOCH = JsonField.text("epoch");
  private static final JsonShape POSITION = JsonShape.of(OFFSET, EPOCH);

  private BrokerFields() {}

  /** Any JSON value, which is passed on byte for byte; {@code null} is one. */
  public static JsonField<Payload> data(String name) {
    return JsonField.any(name, Payload::uncheckedJson).orElse(Payload.EMPTY);
  }

  /** The same where {@code null} stands for an absent field. */
  public static JsonField<Payload> info(String name) {
    return JsonField.of(name, (in, path) -> Payload.uncheckedJson(in.raw())).orElse(Payload.EMPTY);
  }

  /** {@code {"offset": 7, "epoch": "Qk3x"}}; none if absent. */
  public static JsonField<StreamPosition> position(String name) {
    return JsonField.object(
        name, POSITION, in -> new StreamPosition(in.get(OFFSET), in.get(EPOCH)));
  }

  /** Writes what {@link #position} reads. */
  public static void write(JsonObject out, String name, StreamPosition position) {
    out.object(
        name,
        in -> in.integer(OFFSET.name(), position.offset()).text(EPOCH.name(), position.epoch()));
  }
}
