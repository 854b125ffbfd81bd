package io.heartwire.console;

import com.fasterxml.jackson.core.JsonGenerator;
import io.heartwire.broker.Payload;
import io.heartwire.json.FieldValues;
import io.heartwire.json.JsonField;
import io.heartwire.json.JsonFields;
import io.heartwire.json.JsonShape;
import io.heartwire.json.JsonText;
import java.io.IOException;
import java.util.List;

/** A page of a list, as one node gives it to another. */
final class ListJson {
  private static final int LONGEST = 256;
  private static final JsonField<Long> NUMBER =
      JsonField.integer("n", Long.MIN_VALUE, Long.MAX_VALUE);
  private static final JsonField<String> TEXT = JsonField.text("t");
  private static final JsonField<String> ID = JsonField.text("i");
  private static final JsonField<Payload> ROW =
      JsonField.any("r", Payload::uncheckedJson).orElse(Payload.EMPTY);
  private static final JsonShape OF_ROW = JsonShape.of(NUMBER, TEXT, ID, ROW);
  private static final JsonField<Long> TOTAL = JsonField.integer("total", 0, Long.MAX_VALUE);
  private static final JsonField<Boolean> MORE = JsonField.flag("more");
  private static final JsonField<List<FieldValues>> ROWS =
      JsonField.<List<FieldValues>>of("rows", (in, path) -> in.list(path, ListJson::row))
          .orElse(List.of());
  private static final JsonShape SHAPE = JsonShape.of(TOTAL, MORE, ROWS);

  private ListJson() {}

  /** Writes the members of one row. */
  @FunctionalInterface
  interface Members<T> {
    void write(JsonGenerator out, T row) throws IOException;
  }

  static <T> byte[] write(TopRows<T> page, Members<T> members) {
    return JsonText.object(
        out -> {
          out.writeNumberField(TOTAL.name(), page.total());
          out.writeBooleanField(MORE.name(), page.hasMore());
          out.writeArrayFieldStart(ROWS.name());
          for (TopRows.Row<T> row : page.rows()) {
            out.writeStartObject();
            out.writeNumberField(NUMBER.name(), row.key().number());
            out.writeStringField(TEXT.name(), row.key().text());
            out.writeStringField(ID.name(), row.key().id());
            out.writeObjectFieldStart(ROW.name());
            members.write(out, row.value());
            out.writeEndObject();
            out.writeEndObject();
          }
          out.writeEndArray();
        });
  }

  /**
   * Adds what a node has answered.
   *
   * @return how many rows it has on all pages
   * @throws IOException if it can't be read
   */
  static long addTo(TopRows<Payload> all, String node, Payload answer) throws IOException {
    FieldValues page = SHAPE.read(answer.shared(), "the answer");
    List<FieldValues> rows = page.get(ROWS);
    for (FieldValues row : rows) {
      all.add(new RowKey(row.get(NUMBER), row.get(TEXT), node, row.get(ID)), row.get(ROW));
    }
    all.count(page.get(TOTAL) - rows.size());
    if (page.get(MORE)) {
      all.more();
    }
    return page.get(TOTAL);
  }

  /** As much of a client's own text as a row has room for. */
  static String clip(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
  }

  private static FieldValues row(JsonFields in, String path) throws IOException {
    return OF_ROW.read(in, path);
  }
}
