package io.heartwire.broker.redis;

import io.heartwire.broker.Control;
import io.heartwire.broker.NodeId;
import io.heartwire.broker.Payload;
import io.heartwire.json.FieldValues;
import io.heartwire.json.JsonField;
import io.heartwire.json.JsonObject;
import io.heartwire.json.JsonShape;
import io.heartwire.json.UnexpectedJsonException;
import java.io.IOException;
import java.time.Duration;

/**
 * A command as it goes through Redis, JSON. Fields that a later version adds are skipped; what an
 * older one must not take for something else gets another number of the form.
 *
 * @param id by which answers find the sender's question
 * @param from the sender
 * @param control what is to be done
 */
record StoredCommand(String id, NodeId from, Control control) {
  private static final int FORM = 1;
  private static final JsonField<Long> FORM_OF = JsonField.integer("v", 0, Integer.MAX_VALUE);
  private static final JsonField<String> ID = JsonField.text("id");
  private static final JsonField<String> FROM = JsonField.text("from");
  private static final JsonField<String> OPERATION = JsonField.text("operation");
  private static final JsonField<Payload> BODY = PayloadJson.field("body");
  private static final JsonField<Long> KEEP =
      JsonField.integer("keep_ms", 0, Duration.ofDays(3650).toMillis());
  private static final JsonShape SHAPE = JsonShape.of(FORM_OF, ID, FROM, OPERATION, BODY, KEEP);

  byte[] json() {
    return JsonObject.of(
        out -> {
          out.integer("v", (long) FORM)
              .text("id", id)
              .text("from", from.uid())
              .text("operation", control.operation())
              .integer("keep_ms", control.keepFor().toMillis());
          PayloadJson.write(out, "body", control.body());
        });
  }

  /**
   * @throws IOException if it is none, or of a form that this version does not know
   */
  static StoredCommand of(byte[] json) throws IOException {
    FieldValues in = SHAPE.read(json, "the command");
    if (in.get(FORM_OF) != FORM) {
      throw new UnexpectedJsonException(
          "a command of form %d, which a newer version of the gateway has sent: update this node"
              .formatted(in.get(FORM_OF)));
    }
    return new StoredCommand(
        in.get(ID),
        new NodeId(in.get(FROM)),
        new Control(in.get(OPERATION), in.get(BODY), Duration.ofMillis(in.get(KEEP))));
  }

  /** The same with what is left of the time to keep it. */
  StoredCommand keptFor(Duration left) {
    return new StoredCommand(id, from, new Control(control.operation(), control.body(), left));
  }
}
