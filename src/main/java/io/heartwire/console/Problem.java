package io.heartwire.console;

import com.fasterxml.jackson.core.JsonGenerator;
import io.heartwire.json.FieldValues;
import io.heartwire.json.JsonField;
import io.heartwire.json.JsonFields;
import io.heartwire.json.JsonShape;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Something that should not be.
 *
 * @param bad whether clients suffer from it now
 * @param text what it is, and what to do
 * @param count how often, or how many; 0 = that says nothing
 * @param queue which it is about, and of which all nodes say the same; empty = it is the node's own
 */
record Problem(boolean bad, String text, long count, String queue) {
  private static final JsonField<Boolean> BAD = JsonField.flag("bad");
  private static final JsonField<String> TEXT = JsonField.text("text");
  private static final JsonField<Long> COUNT = JsonField.integer("count", 0, Long.MAX_VALUE);
  private static final JsonField<String> QUEUE = JsonField.text("queue");
  private static final JsonShape SHAPE = JsonShape.of(BAD, TEXT, COUNT, QUEUE);

  Problem(boolean bad, String text, long count) {
    this(bad, text, count, "");
  }

  static Problem read(JsonFields in, String path) throws IOException {
    FieldValues values = SHAPE.read(in, path);
    return new Problem(values.get(BAD), values.get(TEXT), values.get(COUNT), values.get(QUEUE));
  }

  /** For other nodes. */
  void write(JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeBooleanField(BAD.name(), bad);
    out.writeStringField(TEXT.name(), text);
    out.writeNumberField(COUNT.name(), count);
    if (!queue.isEmpty()) {
      out.writeStringField(QUEUE.name(), queue);
    }
    out.writeEndObject();
  }

  /** Those of which there are any. */
  static List<Problem> counted(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .filter(each -> each.getValue() > 0)
        .map(each -> new Problem(false, each.getKey(), each.getValue()))
        .toList();
  }

  /** Whether both nodes say this of one queue: it is to be shown once. */
  boolean isSameAs(Problem other) {
    return !queue.isEmpty() && queue.equals(other.queue) && text.equals(other.text);
  }

  /** For people. */
  void show(JsonGenerator out, String node) throws IOException {
    out.writeStartObject();
    out.writeStringField("severity", bad ? "bad" : "warn");
    out.writeStringField("text", text);
    if (count > 0) {
      out.writeNumberField("count", count);
    }
    if (queue.isEmpty()) {
      out.writeStringField("node", node);
    } else {
      out.writeStringField(QUEUE.name(), queue);
    }
    out.writeEndObject();
  }
}
