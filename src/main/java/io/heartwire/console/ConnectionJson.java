package io.heartwire.console;

import com.fasterxml.jackson.core.JsonGenerator;
import io.heartwire.broker.Node;
import io.heartwire.channel.ChannelName;
import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionSnapshot;
import io.heartwire.hub.Client;
import io.heartwire.hub.Clients;
import io.heartwire.hub.ConnectionExpiry;
import io.heartwire.time.TimeSource;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One connection, as JSON. Safe for use by any thread. */
@Singleton
class ConnectionJson {
  private static final double MICROS = 1e3;

  private final Clients clients;
  private final ConnectionExpiry expiry;
  private final TimeSource time;
  private final String node;

  @Inject
  ConnectionJson(Clients clients, ConnectionExpiry expiry, TimeSource time, Node node) {
    this.clients = clients;
    this.expiry = expiry;
    this.time = time;
    this.node = node.uid();
  }

  /** The members of a row. */
  void row(JsonGenerator out, Connection connection) throws IOException {
    ConnectionSnapshot now = connection.snapshot();
    out.writeStringField("node", node);
    out.writeStringField("id", now.id().toString());
    out.writeStringField("client", ListJson.clip(now.peer().userAgent()));
    out.writeStringField("address", now.peer().remoteAddress());
    out.writeStringField("user", ListJson.clip(now.peer().user()));
    out.writeStringField("protocol", now.peer().protocol());
    out.writeStringField("state", ConnectionFilter.label(now.state()));
    out.writeNumberField("opened_at", now.openedAt().toEpochMilli());
    out.writeNumberField("last_heard_at", time.wallClock().minus(now.lastHeard()).toEpochMilli());
    millis(out, "rtt_ms", now.roundTrip());
    out.writeNumberField("queued_bytes", now.queuedBytes());
    out.writeNumberField("dropped", now.dropped());
    out.writeNumberField(
        "subscriptions", channels(connection).map(Set::size).orElse(isRaw(connection) ? 1 : 0));
  }

  /** The members that only details have. */
  void details(JsonGenerator out, Connection connection) throws IOException {
    ConnectionSnapshot now = connection.snapshot();
    out.writeStringField("user_agent", now.peer().userAgent());
    out.writeStringField("tenant", now.peer().tenant());
    Optional<Duration> left = expiry.left(connection);
    if (left.isPresent()) {
      Instant end = time.wallClock().plus(left.get());
      out.writeNumberField("token_expires_at", end.toEpochMilli());
    }
    out.writeArrayFieldStart("rtt_recent");
    for (int micros : connection.recentRoundTrips()) {
      out.writeNumber(micros / MICROS);
    }
    out.writeEndArray();
    millis(out, "rtt_smoothed_ms", now.smoothedRoundTrip());
    out.writeNumberField("missed_pings", connection.liveness().missed());
    out.writeNumberField("queued_messages", now.queued());
    out.writeNumberField("unacknowledged_bytes", now.unacknowledged());
    out.writeNumberField("messages_in", now.messagesReceived());
    out.writeNumberField("messages_out", now.messagesSent());
    out.writeNumberField("bytes_in", now.bytesReceived());
    out.writeNumberField("bytes_out", now.bytesSent());
  }

  /** Of a client that can have several; empty for one that has its one. */
  Optional<Set<ChannelName>> channels(Connection connection) {
    return clients.find(connection.id()).map(Client::channels);
  }

  /** That its client consumes from. */
  Set<String> queues(Connection connection) {
    return clients.find(connection.id()).map(Client::queues).orElse(Set.of());
  }

  private static boolean isRaw(Connection connection) {
    return connection.peer().protocol().equals("raw");
  }

  private static void millis(JsonGenerator out, String name, @Nullable Duration duration)
      throws IOException {
    if (duration != null) {
      out.writeNumberField(name, duration.toNanos() / 1000 / MICROS);
    }
  }
}
