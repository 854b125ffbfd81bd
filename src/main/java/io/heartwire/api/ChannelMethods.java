package io.heartwire.api;

import io.heartwire.broker.BrokerFields;
import io.heartwire.broker.Payload;
import io.heartwire.broker.StreamPosition;
import io.heartwire.json.FieldValues;
import io.heartwire.json.JsonField;
import io.heartwire.json.JsonShape;
import java.util.List;
import java.util.Map;

/** Methods that publish into channels and look at them. */
final class ChannelMethods {
  static final JsonField<String> CHANNEL = JsonField.text("channel");

  private static final JsonField<Payload> DATA = BrokerFields.data("data");
  private static final JsonField<String> B64DATA = JsonField.text("b64data");
  private static final JsonField<Boolean> SKIP_HISTORY = JsonField.flag("skip_history");
  private static final JsonField<Map<String, String>> TAGS = JsonField.texts("tags");
  private static final JsonField<String> IDEMPOTENCY_KEY = JsonField.text("idempotency_key");
  private static final JsonField<Long> VERSION = JsonField.integer("version", 0, Long.MAX_VALUE);
  private static final JsonField<String> VERSION_EPOCH = JsonField.text("version_epoch");

  /** Accepted and not used: subscribers ask for deltas, and the namespace decides. */
  private static final JsonField<Boolean> DELTA = JsonField.flag("delta");

  private static final JsonShape CONTENT =
      JsonShape.of(
          DATA, B64DATA, SKIP_HISTORY, TAGS, IDEMPOTENCY_KEY, DELTA, VERSION, VERSION_EPOCH);

  private static final JsonField<List<String>> CHANNELS = JsonField.textList("channels");
  private static final JsonField<Long> LIMIT =
      JsonField.integer("limit", Integer.MIN_VALUE, Integer.MAX_VALUE);
  private static final JsonField<StreamPosition> SINCE = BrokerFields.position("since");
  private static final JsonField<Boolean> REVERSE = JsonField.flag("reverse");
  private static final JsonField<String> PATTERN = JsonField.text("pattern");

  static final List<ApiMethod> ALL =
      List.of(
          new ApiMethod(
              "publish",
              CONTENT.and(CHANNEL),
              false,
              in -> new ApiRequest.Publish(in.get(CHANNEL), content(in))),
          new ApiMethod(
              "broadcast",
              CONTENT.and(CHANNELS),
              false,
              in -> new ApiRequest.Broadcast(in.get(CHANNELS), content(in))),
          ApiMethod.of("presence", in -> new ApiRequest.Presence(in.get(CHANNEL)), CHANNEL),
          ApiMethod.of(
              "presence_stats", in -> new ApiRequest.PresenceStats(in.get(CHANNEL)), CHANNEL),
          ApiMethod.of(
              "history",
              in ->
                  new ApiRequest.History(
                      in.get(CHANNEL), in.get(LIMIT).intValue(), in.find(SINCE), in.get(REVERSE)),
              CHANNEL,
              LIMIT,
              SINCE,
              REVERSE),
          ApiMethod.of(
              "history_remove", in -> new ApiRequest.HistoryRemove(in.get(CHANNEL)), CHANNEL),
          ApiMethod.of("channels", in -> new ApiRequest.Channels(in.get(PATTERN)), PATTERN));

  private ChannelMethods() {}

  private static ApiRequest.Content content(FieldValues in) {
    Payload decoded = NameCheck.decoded(in, B64DATA);
    return new ApiRequest.Content(
        decoded.isEmpty() ? in.find(DATA) : decoded,
        in.get(SKIP_HISTORY),
        in.get(TAGS),
        in.get(IDEMPOTENCY_KEY),
        in.get(VERSION),
        in.get(VERSION_EPOCH));
  }
}
