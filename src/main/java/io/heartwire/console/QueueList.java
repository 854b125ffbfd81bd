package io.heartwire.console;

import io.heartwire.json.FieldValues;
import io.heartwire.json.JsonField;
import io.heartwire.json.JsonShape;
import io.heartwire.json.JsonText;
import io.heartwire.queue.QueueOptions;
import io.heartwire.queue.QueueRules;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which page of the queues is wanted. They are the same for all nodes, so no other node is asked.
 *
 * @param text a part of the name, in whatever case; empty = any
 * @param onlyDead only those with dead letters
 * @param onlyIdle only those with messages that wait and no consumer
 * @param onlyFull only those that are full
 */
record QueueList(
    String text, boolean onlyDead, boolean onlyIdle, boolean onlyFull, ListQuery<QueueSort> query) {
  private static final JsonField<Boolean> DEAD = JsonField.flag("dead");
  private static final JsonField<Boolean> IDLE = JsonField.flag("idle");
  private static final JsonField<Boolean> FULL = JsonField.flag("full");

  static final JsonShape SHAPE =
      JsonShape.of(
          ConnectionFilter.TEXT,
          DEAD,
          IDLE,
          FULL,
          ListQuery.SORT,
          ListQuery.DESCENDING,
          ListQuery.LIMIT,
          ListQuery.AFTER);

  private record Found(QueueCensus.Counted queue, Optional<QueueOptions> options) {
    double full() {
      return options.map(each -> QueueLevel.of(queue.stats(), each.limits())).orElse(0.0);
    }
  }

  static QueueList read(FieldValues in) {
    return new QueueList(
        in.get(ConnectionFilter.TEXT).toLowerCase(Locale.ROOT),
        in.get(DEAD),
        in.get(IDLE),
        in.get(FULL),
        ListQuery.read(in, QueueSort.values()));
  }

  byte[] of(QueueCensus.Census census, QueueRules rules) {
    TopRows<Found> page = query.page();
    for (QueueCensus.Counted queue : census.queues().values()) {
      Found found = new Found(queue, QueueLevel.options(rules, queue.name()));
      if (accepts(found)) {
        String name = queue.name().value();
        long number = query.sort().number(queue, found.full());
        page.add(new RowKey(number, query.sort().text(queue), "", name), found);
      }
    }
    List<TopRows.Row<Found>> rows = page.rows();
    return JsonText.object(
        out -> {
          out.writeArrayFieldStart("rows");
          for (TopRows.Row<Found> row : rows) {
            out.writeStartObject();
            QueueJson.row(out, row.value().queue(), row.value().options());
            out.writeEndObject();
          }
          out.writeEndArray();
          out.writeNumberField("total", page.total());
          if (page.hasMore() && !rows.isEmpty()) {
            RowKey last = rows.get(rows.size() - 1).key();
            out.writeStringField("next", new Cursor(query.order(), last).write());
          }
          if (!census.isWhole()) {
            out.writeStringField(
                "note",
                "These are the %d queues that were used last: open others by their names."
                    .formatted(QueueCensus.MOST));
          }
        });
  }

  private boolean accepts(Found found) {
    QueueCensus.Counted queue = found.queue();
    return (text.isEmpty() || queue.name().value().toLowerCase(Locale.ROOT).contains(text))
        && (!onlyDead || queue.stats().dead() > 0)
        && (!onlyIdle || (queue.stats().ready() > 0 && queue.stats().consumers() == 0))
        && (!onlyFull || found.full() >= 1);
  }
}
