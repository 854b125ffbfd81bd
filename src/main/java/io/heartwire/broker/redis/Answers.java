package io.heartwire.broker.redis;

import static io.heartwire.broker.redis.Replies.number;
import static io.heartwire.broker.redis.Replies.text;

import io.heartwire.broker.PublishResult;
import io.heartwire.broker.StreamPosition;
import io.lettuce.core.KeyValue;
import java.util.List;

/** Reads what the scripts answer. */
final class Answers {
  private Answers() {}

  /** Of epoch, offset and generations. */
  static StreamState state(List<?> answer) {
    return new StreamState(
        new StreamPosition(number(answer.get(1)), text(answer.get(0))), text(answer.get(2)));
  }

  /** Of {@link StreamScripts#STATE}; a stream that does not exist has no epoch. */
  static StreamState fields(List<KeyValue<String, byte[]>> fields) {
    return new StreamState(
        new StreamPosition(Long.parseLong(field(fields, 1, "0")), field(fields, 0, "")),
        field(fields, 2, ""));
  }

  private static String field(List<KeyValue<String, byte[]>> fields, int index, String otherwise) {
    return fields.get(index).map(Replies::text).getValueOrElse(otherwise);
  }

  /** Of {@link StreamScripts#HISTORY}. */
  static StreamPage page(List<?> answer) {
    List<?> messages = (List<?>) answer.get(3);
    return new StreamPage(
        state(answer),
        messages.stream().map(message -> Envelope.readIfPossible((byte[]) message)).toList());
  }

  /** Of {@link StreamScripts#PUBLISH}. */
  static Appended appended(List<?> answer) {
    long offset = number(answer.get(0));
    return new Appended(
        new PublishResult(
            offset == 0 ? StreamPosition.NONE : new StreamPosition(offset, text(answer.get(1))),
            number(answer.get(2)) == 1),
        text(answer.get(3)));
  }

  /**
   * A publication in a stream.
   *
   * @param generation of the Redis that has it
   */
  record Appended(PublishResult result, String generation) {}
}
