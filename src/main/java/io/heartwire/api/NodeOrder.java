package io.heartwire.api;

import io.heartwire.broker.Control;
import io.heartwire.broker.Payload;
import io.heartwire.config.DurationSyntax;
import io.heartwire.json.FieldValues;
import io.heartwire.json.JsonField;
import io.heartwire.json.JsonObject;
import io.heartwire.json.JsonShape;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one node, or each of them, is told about letting clients go: a command of the cluster.
 * Fields that a version does not know are passed over.
 *
 * @param operation {@value #DRAIN} or {@value #REBALANCE}
 * @param node uid of the node that is meant; empty = all
 * @param cancel ends a drain
 * @param percent of the clients; 0 = down to {@code keep}
 * @param keep how many clients a node keeps
 */
record NodeOrder(
    String operation, String node, ApiRequest.Pace pace, boolean cancel, long percent, long keep) {
  static final String DRAIN = "drain";
  static final String REBALANCE = "rebalance";

  private static final JsonField<String> NODE = JsonField.text("node");
  private static final JsonField<Long> RATE = JsonField.integer("rate", 1, Integer.MAX_VALUE);
  private static final JsonField<String> DELAY = JsonField.text("delay");
  private static final JsonField<String> DEADLINE = JsonField.text("deadline");
  private static final JsonField<Boolean> CANCEL = JsonField.flag("cancel");
  private static final JsonField<Long> PERCENT = JsonField.integer("percent", 0, 100);
  private static final JsonField<Long> KEEP = JsonField.integer("keep", 0, Long.MAX_VALUE);
  private static final JsonShape SHAPE =
      JsonShape.of(NODE, RATE, DELAY, DEADLINE, CANCEL, PERCENT, KEEP);

  static NodeOrder drain(String node, ApiRequest.Drain request) {
    return new NodeOrder(DRAIN, node, request.pace(), request.cancel(), 0, 0);
  }

  /**
   * @param rate of each node that is meant; null = as it is configured there
   */
  static NodeOrder rebalance(String node, @Nullable Long rate, long percent, long keep) {
    ApiRequest.Pace pace = new ApiRequest.Pace(rate, null, null);
    return new NodeOrder(REBALANCE, node, pace, false, percent, keep);
  }

  static boolean isOne(Control command) {
    return command.operation().equals(DRAIN) || command.operation().equals(REBALANCE);
  }

  Control write() {
    return new Control(
        operation,
        Payload.uncheckedJson(
            JsonObject.of(
                out ->
                    out.text(NODE.name(), node)
                        .integer(RATE.name(), pace.rate())
                        .text(DELAY.name(), text(pace.delay()))
                        .text(DEADLINE.name(), text(pace.deadline()))
                        .flag(CANCEL.name(), cancel)
                        .integer(PERCENT.name(), percent)
                        .integer(KEEP.name(), keep))));
  }

  /**
   * @throws ApiException if it is not as it should be
   */
  static NodeOrder read(Control command) {
    try {
      FieldValues in = SHAPE.read(command.body().shared(), command.operation());
      return new NodeOrder(
          command.operation(),
          in.get(NODE),
          new ApiRequest.Pace(in.find(RATE), duration(in.get(DELAY)), duration(in.get(DEADLINE))),
          in.get(CANCEL),
          in.get(PERCENT),
          in.get(KEEP));
    } catch (IOException | IllegalArgumentException wrong) {
      throw ApiException.badRequest(String.valueOf(wrong.getMessage()));
    }
  }

  private static String text(@Nullable Duration duration) {
    return duration == null ? "" : DurationSyntax.format(duration);
  }

  private static @Nullable Duration duration(String text) {
    return text.isEmpty() ? null : DurationSyntax.parse(text);
  }
}
