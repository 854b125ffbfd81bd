package io.heartwire.api;

import io.heartwire.broker.Control;
import io.heartwire.broker.NodeAnswer;
import io.heartwire.broker.Payload;
import io.heartwire.channel.Channels;
import io.heartwire.json.FieldValues;
import io.heartwire.json.JsonField;
import io.heartwire.json.JsonObject;
import io.heartwire.json.JsonShape;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** How many clients each node has in its channels: a command of the cluster, and its answers. */
final class ChannelCounts {
  static final String OPERATION = "channels";

  /** Of one node's answer. It passes through the engine's store. */
  static final int MOST_BYTES = 4 << 20;

  static final int BYTES_BESIDE_NAME = 24;

  private static final JsonField<String> PATTERN = JsonField.text("pattern");
  private static final JsonShape QUESTION = JsonShape.of(PATTERN);
  private static final JsonField<Long> NUMBER =
      JsonField.integer("num_clients", 0, Integer.MAX_VALUE);
  private static final JsonShape CHANNEL = JsonShape.of(NUMBER);
  private static final JsonField<Map<String, Integer>> CHANNELS =
      JsonField.<Map<String, Integer>>of(
              "channels",
              (in, path) ->
                  in.map(path, (each, entry) -> CHANNEL.read(each, entry).get(NUMBER).intValue()))
          .orElse(Map.of());
  private static final JsonShape ANSWER = JsonShape.of(CHANNELS);

  private ChannelCounts() {}

  static Control ask(String pattern) {
    return new Control(
        OPERATION, Payload.uncheckedJson(JsonObject.of(out -> out.text(PATTERN.name(), pattern))));
  }

  /**
   * What this node answers.
   *
   * @throws ApiException if it is too much, or the question makes no sense
   */
  static Map<String, Integer> here(Control question, Channels channels) {
    return here(question, channels, MOST_BYTES);
  }

  static Map<String, Integer> here(Control question, Channels channels, int mostBytes) {
    Glob glob;
    try {
      FieldValues in = QUESTION.read(question.body().shared(), OPERATION);
      glob = Glob.parse(in.get(PATTERN).isEmpty() ? "*" : in.get(PATTERN));
    } catch (IOException wrong) {
      throw ApiException.badRequest(String.valueOf(wrong.getMessage()));
    }
    Map<String, Integer> clients = new HashMap<>();
    AtomicLong bytes = new AtomicLong();
    channels.forEachSubscribed(
        (name, count) -> {
          if (glob.matches(name)) {
            if (bytes.addAndGet(name.length() + BYTES_BESIDE_NAME) > mostBytes) {
              throw tooMuch(mostBytes);
            }
            clients.put(name, count);
          }
        });
    return clients;
  }

  /**
   * Empty if the node has not done it.
   *
   * @throws IOException if its answer is not as it should be; the message says why
   */
  static Map<String, Integer> read(NodeAnswer answer) throws IOException {
    return answer.outcome() == NodeAnswer.Outcome.DONE
        ? ANSWER.read(answer.body().shared(), "the answer").get(CHANNELS)
        : Map.of();
  }

  private static ApiException tooMuch(int mostBytes) {
    return new ApiException(
        ApiError.limitExceeded(
            "the channels of this node that match take more than %d bytes; narrow the pattern"
                .formatted(mostBytes)));
  }
}
