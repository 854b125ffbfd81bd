package io.heartwire.api;

import io.heartwire.broker.BrokerFields;
import io.heartwire.broker.Payload;
import io.heartwire.broker.QueueDraft;
import io.heartwire.json.FieldValues;
import io.heartwire.json.JsonField;
import io.heartwire.json.JsonShape;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Methods that send to queues and look after them. None is Centrifugo's. */
final class QueueMethods {

  /** Of a page of queues, and the usual number. */
  static final int MOST_LISTED = 1000;

  private static final int USUALLY_LISTED = 100;

  /** Of dead letters in one request, and the usual number. */
  static final int MOST_MOVED = 100_000;

  private static final int USUALLY_MOVED = 1000;

  private static final JsonField<String> QUEUE = JsonField.text("queue");

  private static final JsonField<Payload> DATA = BrokerFields.data("data");
  private static final JsonField<String> B64DATA = JsonField.text("b64data");
  private static final JsonField<Map<String, String>> HEADERS = JsonField.texts("headers");
  private static final JsonField<String> IDEMPOTENCY_KEY = JsonField.text("idempotency_key");
  private static final JsonField<Duration> DELAY = wait("delay");
  private static final JsonField<Duration> TTL = wait("ttl");

  private static final JsonField<String> PATTERN = JsonField.text("pattern");
  private static final JsonField<String> AFTER = JsonField.text("after");
  private static final JsonField<Long> LISTED = number(MOST_LISTED, USUALLY_LISTED);
  private static final JsonField<Long> MOVED = number(MOST_MOVED, USUALLY_MOVED);

  static final List<ApiMethod> ALL =
      List.of(
          own(
              "queue_send",
              JsonShape.of(QUEUE, DATA, B64DATA, HEADERS, IDEMPOTENCY_KEY, DELAY, TTL),
              QueueMethods::send),
          own(
              "queue_stats",
              JsonShape.of(QUEUE, PATTERN, AFTER, LISTED),
              in ->
                  new ApiRequest.QueueStats(
                      in.get(QUEUE), in.get(PATTERN), in.get(AFTER), in.get(LISTED).intValue())),
          own("queue_purge", JsonShape.of(QUEUE), in -> new ApiRequest.QueuePurge(in.get(QUEUE))),
          own(
              "queue_move",
              JsonShape.of(QUEUE, MOVED),
              in -> new ApiRequest.QueueMove(in.get(QUEUE), in.get(MOVED).intValue())));

  private QueueMethods() {}

  private static ApiMethod own(
      String name, JsonShape shape, Function<FieldValues, ApiRequest> request) {
    return new ApiMethod(name, shape, true, request);
  }

  private static JsonField<Duration> wait(String name) {
    return DurationField.of(name, Duration.ZERO, QueueDraft.LONGEST).orElse(Duration.ZERO);
  }

  private static JsonField<Long> number(long most, long usual) {
    return JsonField.integer("limit", 1, most).orElse(usual);
  }

  private static ApiRequest send(FieldValues in) {
    Payload decoded = NameCheck.decoded(in, B64DATA);
    return new ApiRequest.QueueSend(
        in.get(QUEUE),
        decoded.isEmpty() ? in.find(DATA) : decoded,
        in.get(HEADERS),
        in.get(IDEMPOTENCY_KEY),
        in.get(DELAY),
        in.get(TTL));
  }
}
