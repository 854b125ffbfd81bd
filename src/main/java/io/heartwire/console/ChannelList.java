package io.heartwire.console;

import io.heartwire.broker.NodeAnswer;
import io.heartwire.broker.Payload;
import io.heartwire.channel.ChannelName;
import io.heartwire.json.FieldValues;
import io.heartwire.json.JsonField;
import io.heartwire.json.JsonShape;
import io.heartwire.json.JsonText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the channels of several nodes together: rows of one name, which come one after the other
 * where names sort, become one.
 */
final class ChannelList {
  /** Behind every node's uid. */
  private static final String LAST = "\uffff";

  private static final JsonField<String> CHANNEL = JsonField.text("channel");
  private static final JsonField<Long> SUBSCRIBERS =
      JsonField.integer("subscribers", 0, Long.MAX_VALUE);
  private static final JsonShape SHAPE = JsonShape.of(CHANNEL, SUBSCRIBERS);

  private final ListQuery<ChannelSort> query;
  private final List<Shown> shown = new ArrayList<>();
  private boolean hasMore;

  /** A channel with what its nodes have together, and the place behind it. */
  private record Shown(String channel, long subscribers, int nodes, String node, RowKey last) {}

  private ChannelList(ListQuery<ChannelSort> query) {
    this.query = query;
  }

  static byte[] of(List<NodeAnswer> answers, ListQuery<ChannelSort> query) {
    // Room for the rows of all nodes: the page is full of names, not of rows.
    TopRows<Payload> rows =
        new TopRows<>(query.limit() * Math.max(1, answers.size()), query.descending(), null);
    NodeParts parts = NodeParts.of(answers, rows);
    ChannelList list = new ChannelList(query);
    list.hasMore = rows.hasMore();
    rows.rows().forEach(list::add);
    return list.write(rows.total(), parts);
  }

  private void add(TopRows.Row<Payload> row) {
    FieldValues in;
    try {
      in = SHAPE.read(row.value().shared(), "the row");
    } catch (IOException unlike) {
      return; // of another version; it says nothing that could be shown
    }
    String name = in.get(CHANNEL);
    String node = row.key().node();
    int last = shown.size() - 1;
    if (query.sort() == ChannelSort.CHANNEL
        && last >= 0
        && shown.get(last).channel().equals(name)) {
      Shown before = shown.remove(last);
      shown.add(
          new Shown(
              name,
              before.subscribers() + in.get(SUBSCRIBERS),
              before.nodes() + 1,
              "",
              before.last()));
    } else if (shown.size() == query.limit()) {
      hasMore = true;
    } else {
      shown.add(new Shown(name, in.get(SUBSCRIBERS), 1, node, behind(row.key())));
    }
  }

  /** Where names sort, behind the rows of all nodes with this name. */
  private RowKey behind(RowKey key) {
    return query.sort() == ChannelSort.CHANNEL
        ? new RowKey(0, key.text(), query.descending() ? "" : LAST, "")
        : key;
  }

  private byte[] write(long total, NodeParts parts) {
    return JsonText.object(
        out -> {
          out.writeArrayFieldStart("rows");
          for (Shown each : shown) {
            out.writeStartObject();
            out.writeStringField("channel", each.channel());
            out.writeNumberField("subscribers", each.subscribers());
            out.writeNumberField("nodes", each.nodes());
            if (!each.node().isEmpty()) {
              out.writeStringField("node", each.node());
            }
            out.writeStringField(
                "namespace",
                ChannelName.parse(each.channel()).map(ChannelName::namespace).orElse(""));
            out.writeEndObject();
          }
          out.writeEndArray();
          out.writeNumberField("total", total);
          if (hasMore && !shown.isEmpty()) {
            RowKey last = shown.get(shown.size() - 1).last();
            out.writeStringField("next", new Cursor(query.order(), last).write());
          }
          parts.write(out);
        });
  }
}
