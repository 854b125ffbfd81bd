package io.heartwire.console;

import io.heartwire.broker.Node;
import io.heartwire.channel.ChannelInspection;
import io.heartwire.json.FieldValues;
import io.heartwire.json.JsonShape;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Locale;

/** A page of the channels that have subscribers on this node. Safe for use by any thread. */
@Singleton
class ChannelsQuestion implements Question {
  static final JsonShape SHAPE =
      JsonShape.of(
          ConnectionFilter.TEXT,
          ListQuery.SORT,
          ListQuery.DESCENDING,
          ListQuery.LIMIT,
          ListQuery.AFTER);

  private final ChannelInspection channels;
  private final String node;

  @Inject
  ChannelsQuestion(ChannelInspection channels, Node node) {
    this.channels = channels;
    this.node = node.uid();
  }

  /** A channel as it is on one node. */
  record Found(String channel, long subscribers) {}

  @Override
  public String name() {
    return "channels";
  }

  @Override
  public JsonShape shape() {
    return SHAPE;
  }

  static ListQuery<ChannelSort> query(FieldValues in) {
    return ListQuery.read(in, ChannelSort.values());
  }

  @Override
  public byte[] answer(FieldValues in) {
    ListQuery<ChannelSort> query = query(in);
    boolean byName = query.sort() == ChannelSort.CHANNEL;
    String text = in.get(ConnectionFilter.TEXT).toLowerCase(Locale.ROOT);
    TopRows<Found> page = query.page();
    channels.forEach(
        (channel, subscribers) -> {
          if (text.isEmpty() || channel.toLowerCase(Locale.ROOT).contains(text)) {
            long number = byName ? 0 : subscribers;
            String sorted = byName ? channel : "";
            if (!page.passes(number, sorted)) {
              page.add(new RowKey(number, sorted, node, channel), new Found(channel, subscribers));
            }
          }
        });
    return ListJson.write(
        page,
        (out, found) -> {
          out.writeStringField("channel", found.channel());
          out.writeNumberField("subscribers", found.subscribers());
        });
  }
}
