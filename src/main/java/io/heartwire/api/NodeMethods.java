package io.heartwire.api;

import io.heartwire.drain.DrainConfig;
import io.heartwire.json.JsonField;
import io.heartwire.json.JsonShape;
import java.time.Duration;
import java.util.List;

/** Methods that concern nodes; those that let clients leave are not Centrifugo's. */
final class NodeMethods {
  private static final JsonField<Long> RATE =
      JsonField.integer("rate", 1, DrainConfig.MOST_PER_SECOND);
  private static final JsonField<Duration> DELAY =
      DurationField.of("delay", Duration.ZERO, DrainConfig.LONGEST);
  private static final JsonField<Duration> DEADLINE =
      DurationField.of("deadline", DrainConfig.SHORTEST, DrainConfig.LONGEST);
  private static final JsonField<Boolean> CANCEL = JsonField.flag("cancel");
  private static final JsonField<Boolean> WAIT = JsonField.flag("wait");
  private static final JsonField<String> NODE = JsonField.text("node");
  private static final JsonField<Long> PERCENT = JsonField.integer("percent", 0, 100);

  static final List<ApiMethod> ALL =
      List.of(
          ApiMethod.of("info", in -> new ApiRequest.Info()),
          new ApiMethod(
              "drain",
              JsonShape.of(RATE, DELAY, DEADLINE, CANCEL, WAIT, NODE),
              true,
              in ->
                  new ApiRequest.Drain(
                      new ApiRequest.Pace(in.find(RATE), in.find(DELAY), in.find(DEADLINE)),
                      in.get(CANCEL),
                      in.get(WAIT),
                      in.get(NODE))),
          new ApiMethod(
              "rebalance",
              JsonShape.of(PERCENT, RATE, WAIT, NODE),
              true,
              in ->
                  new ApiRequest.Rebalance(
                      in.get(PERCENT), in.find(RATE), in.get(WAIT), in.get(NODE))));

  private NodeMethods() {}
}
