package io.heartwire.console;

import io.heartwire.broker.Node;
import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionRegistry;
import io.heartwire.json.FieldValues;
import io.heartwire.json.JsonShape;
import io.heartwire.time.TimeSource;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A page of the connections of this node. Safe for use by any thread. */
@Singleton
class ConnectionsQuestion implements Question {
  static final JsonShape SHAPE =
      JsonShape.of(
          ConnectionFilter.TEXT,
          ConnectionFilter.STATE,
          ConnectionFilter.PROTOCOL,
          ConnectionFilter.USER,
          ConnectionFilter.SLOW,
          ConnectionFilter.STALE,
          ListQuery.SORT,
          ListQuery.DESCENDING,
          ListQuery.LIMIT,
          ListQuery.AFTER);

  private final ConnectionRegistry connections;
  private final ConnectionJson rows;
  private final TimeSource time;
  private final Node node;

  @Inject
  ConnectionsQuestion(
      ConnectionRegistry connections, ConnectionJson rows, TimeSource time, Node node) {
    this.connections = connections;
    this.rows = rows;
    this.time = time;
    this.node = node;
  }

  @Override
  public String name() {
    return "connections";
  }

  @Override
  public JsonShape shape() {
    return SHAPE;
  }

  static ListQuery<ConnectionSort> query(FieldValues in) {
    return ListQuery.read(in, ConnectionSort.values());
  }

  @Override
  public byte[] answer(FieldValues in) {
    ConnectionFilter filter = ConnectionFilter.read(in);
    ListQuery<ConnectionSort> query = query(in);
    TopRows<Connection> page = query.page();
    Consumer<Connection> visitor = visitor(filter, query.sort(), page);
    if (filter.user().isEmpty()) {
      connections.forEach(visitor);
    } else {
      connections.connectionsOf(filter.user()).forEach(visitor);
    }
    return ListJson.write(page, rows::row);
  }

  private Consumer<Connection> visitor(
      ConnectionFilter filter, ConnectionSort sort, TopRows<Connection> page) {
    Instant now = time.wallClock();
    long wallClock = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano() - time.nanos();
    return connection -> {
      if (filter.accepts(connection)) {
        long number = sort.number(connection, wallClock);
        String text = sort.text(connection, node.name());
        if (!page.passes(number, text)) {
          page.add(new RowKey(number, text, node.uid(), connection.id().toString()), connection);
        }
      }
    };
  }
}
