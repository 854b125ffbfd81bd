package io.heartwire.console;

import com.fasterxml.jackson.core.JsonGenerator;
import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Node;
import io.heartwire.channel.ChannelInspection;
import io.heartwire.connection.ConnectionId;
import io.heartwire.connection.ConnectionRegistry;
import io.heartwire.connection.ConnectionSnapshot;
import io.heartwire.json.FieldValues;
import io.heartwire.json.JsonShape;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Optional;

/** A page of the subscribers of a channel on this node, by their ids. Safe for any thread. */
@Singleton
class SubscribersQuestion implements Question {
  static final JsonShape SHAPE =
      JsonShape.of(ChannelField.CHANNEL, ListQuery.SORT, ListQuery.DESCENDING)
          .and(ListQuery.LIMIT, ListQuery.AFTER);

  private final ChannelInspection channels;
  private final ConnectionRegistry connections;
  private final String node;

  /** There is one order. */
  enum Sort {
    ID
  }

  @Inject
  SubscribersQuestion(ChannelInspection channels, ConnectionRegistry connections, Node node) {
    this.channels = channels;
    this.connections = connections;
    this.node = node.uid();
  }

  @Override
  public String name() {
    return "subscribers";
  }

  @Override
  public JsonShape shape() {
    return SHAPE;
  }

  static ListQuery<Sort> query(FieldValues in) {
    return ListQuery.read(in, Sort.values());
  }

  @Override
  public byte[] answer(FieldValues in) {
    TopRows<ClientInfo> page = query(in).page();
    channels.forEachSubscriber(
        ChannelField.read(in),
        client -> {
          if (!page.passes(0, client.client())) {
            page.add(new RowKey(0, client.client(), node, client.client()), client);
          }
        });
    return ListJson.write(page, this::row);
  }

  private void row(JsonGenerator out, ClientInfo client) throws IOException {
    out.writeStringField("node", node);
    out.writeStringField("id", client.client());
    out.writeStringField("user", ListJson.clip(client.user()));
    Optional<ConnectionSnapshot> connection = connections.find(ConnectionId.parse(client.client()));
    if (connection.isPresent()) {
      out.writeStringField("client", ListJson.clip(connection.get().peer().userAgent()));
      out.writeStringField("address", connection.get().peer().remoteAddress());
      out.writeStringField("state", ConnectionFilter.label(connection.get().state()));
    }
  }
}
