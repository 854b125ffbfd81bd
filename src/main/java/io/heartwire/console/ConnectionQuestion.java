package io.heartwire.console;

import com.fasterxml.jackson.core.JsonGenerator;
import io.heartwire.channel.ChannelInspection;
import io.heartwire.channel.ChannelName;
import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionId;
import io.heartwire.connection.ConnectionRegistry;
import io.heartwire.json.FieldValues;
import io.heartwire.json.JsonField;
import io.heartwire.json.JsonShape;
import io.heartwire.json.JsonText;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** All that is known of one connection of this node. Safe for use by any thread. */
@Singleton
class ConnectionQuestion implements Question {
  static final JsonField<String> ID = JsonField.text("id");
  static final JsonShape SHAPE = JsonShape.of(ID, ListQuery.LIMIT, ListQuery.AFTER);
  private static final int USUAL = 50;

  private final ConnectionRegistry connections;
  private final ConnectionJson json;
  private final ChannelInspection channels;

  @Inject
  ConnectionQuestion(
      ConnectionRegistry connections, ConnectionJson json, ChannelInspection channels) {
    this.connections = connections;
    this.json = json;
    this.channels = channels;
  }

  @Override
  public String name() {
    return "connection";
  }

  @Override
  public JsonShape shape() {
    return SHAPE;
  }

  @Override
  public byte[] answer(FieldValues in) {
    Connection connection = find(connections, in.get(ID));
    return JsonText.object(
        out -> {
          json.row(out, connection);
          json.details(out, connection);
          subscriptions(out, connection, in);
          queues(out, connection);
        });
  }

  /**
   * Returns the connection of this id.
   *
   * @throws io.heartwire.hook.RefusedException if there is none, or no more
   */
  static Connection find(ConnectionRegistry connections, String id) {
    Optional<Connection> found;
    try {
      found = connections.connection(ConnectionId.parse(id));
    } catch (IllegalArgumentException noId) {
      throw ConsoleErrors.badRequest("id is not that of a connection");
    }
    return found.orElseThrow(() -> ConsoleErrors.notFound("the connection has ended"));
  }

  /** By name, from the one on that is behind the last. */
  private void subscriptions(JsonGenerator out, Connection connection, FieldValues in)
      throws IOException {
    int limit = in.get(ListQuery.LIMIT).intValue();
    int most = limit == 0 ? USUAL : limit;
    List<String> names =
        names(connection).tailSet(in.get(ListQuery.AFTER), false).stream()
            .limit(most + 1L)
            .toList();
    out.writeArrayFieldStart("subscriptions_list");
    for (String name : names.subList(0, Math.min(most, names.size()))) {
      out.writeStartObject();
      out.writeStringField("channel", name);
      out.writeEndObject();
    }
    out.writeEndArray();
    if (names.size() > most) {
      out.writeStringField("subscriptions_next", names.get(most - 1));
    }
  }

  /** The first ones by name, and how many there are. */
  private void queues(JsonGenerator out, Connection connection) throws IOException {
    Set<String> queues = json.queues(connection);
    if (queues.isEmpty()) {
      return;
    }
    out.writeNumberField("queues", queues.size());
    out.writeArrayFieldStart("queues_list");
    for (String queue : queues.stream().sorted().limit(USUAL).toList()) {
      out.writeString(queue);
    }
    out.writeEndArray();
  }

  private TreeSet<String> names(Connection connection) {
    TreeSet<String> names = new TreeSet<>();
    json.channels(connection)
        .ifPresentOrElse(
            known -> known.forEach(channel -> names.add(channel.value())),
            () ->
                channels.forEachOf(
                    connection.id().toString(),
                    (ChannelName channel) -> names.add(channel.value())));
    return names;
  }
}
