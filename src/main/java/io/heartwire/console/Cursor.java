package io.heartwire.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heartwire.json.FieldValues;
import io.heartwire.json.JsonField;
import io.heartwire.json.JsonObject;
import io.heartwire.json.JsonShape;
import java.io.IOException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of a list ends and the next begins, as text that means nothing to whoever keeps it.
 *
 * @param order of the list; a cursor is good for no other
 */
record Cursor(String order, RowKey last) {
  private static final int LONGEST = 4096;
  private static final JsonField<String> ORDER = JsonField.text("o");
  private static final JsonField<Long> NUMBER =
      JsonField.integer("n", Long.MIN_VALUE, Long.MAX_VALUE);
  private static final JsonField<String> TEXT = JsonField.text("t");
  private static final JsonField<String> NODE = JsonField.text("u");
  private static final JsonField<String> ID = JsonField.text("i");
  private static final JsonShape SHAPE = JsonShape.of(ORDER, NUMBER, TEXT, NODE, ID);

  String write() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(
            JsonObject.of(
                out ->
                    out.text(ORDER.name(), order)
                        .integer(NUMBER.name(), last.number())
                        .text(TEXT.name(), last.text())
                        .text(NODE.name(), last.node())
                        .text(ID.name(), last.id())));
  }

  /**
   * @param order of the list that is wanted
   * @return null for an empty text
   * @throws io.heartwire.hook.RefusedException if it is no cursor, or that of another order
   */
  static @Nullable RowKey read(String text, String order) {
    if (text.isEmpty()) {
      return null;
    }
    try {
      if (text.length() <= LONGEST) {
        FieldValues in =
            SHAPE.read(Base64.getUrlDecoder().decode(text.getBytes(UTF_8)), "the cursor");
        if (in.get(ORDER).equals(order)) {
          return new RowKey(in.get(NUMBER), in.get(TEXT), in.get(NODE), in.get(ID));
        }
      }
    } catch (IOException | IllegalArgumentException unreadable) {
      // the same as one of another list
    }
    throw ConsoleErrors.badRequest("after is not what next was for this order; leave it out");
  }
}
