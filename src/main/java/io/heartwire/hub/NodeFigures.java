package io.heartwire.hub;

import io.heartwire.broker.Payload;
import io.heartwire.connection.ConnectionCounts;
import io.heartwire.json.FieldValues;
import io.heartwire.json.JsonField;
import io.heartwire.json.JsonObject;
import io.heartwire.json.JsonShape;
import io.heartwire.visibility.Internal;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a node tells of itself at every renewal of its lease. Nodes of different versions understand
 * each other: what is missing is 0, what is not known is passed over. Immutable.
 *
 * @param connections whatever they speak, by state
 * @param draining whether it refuses new clients
 * @param details for people, JSON; empty = it tells none
 */
@Internal
public record NodeFigures(
    ConnectionCounts connections,
    long users,
    long channels,
    long subscriptions,
    long uptimeSeconds,
    boolean draining,
    Payload details) {
  /** Of a node of which nothing is known. */
  public static final NodeFigures NONE =
      new NodeFigures(new ConnectionCounts(0, 0, 0, 0, 0, 0), 0, 0, 0, 0, false, Payload.EMPTY);

  private static final JsonField<Long> CLIENTS = count("num_clients");
  private static final JsonField<Long> USERS = count("num_users");
  private static final JsonField<Long> CHANNELS = count("num_channels");
  private static final JsonField<Long> SUBSCRIPTIONS = count("num_subs");
  private static final JsonField<Long> UPTIME = count("uptime");
  private static final JsonField<Boolean> DRAINING = JsonField.flag("draining");
  private static final JsonField<Long> PENDING = count("pending");
  private static final JsonField<Long> LIVE = count("live");
  private static final JsonField<Long> STALE = count("stale");
  private static final JsonField<Long> CLOSING = count("closing");
  private static final JsonField<Long> CAPACITY = count("capacity");
  private static final JsonField<Payload> DETAILS =
      JsonField.any("details", Payload::uncheckedJson).orElse(Payload.EMPTY);
  private static final JsonField<FieldValues> CONNECTIONS =
      JsonField.object(
          "connections", JsonShape.of(PENDING, LIVE, STALE, CLOSING, CAPACITY), in -> in);
  private static final JsonShape SHAPE =
      JsonShape.of(CLIENTS, USERS, CHANNELS, SUBSCRIPTIONS, UPTIME, DRAINING, CONNECTIONS, DETAILS);

  /** How many connections there are, in whatever state. */
  public long clients() {
    return connections.total();
  }

  public Payload write() {
    return Payload.uncheckedJson(
        JsonObject.of(
            out ->
                out.integer(CLIENTS.name(), clients())
                    .integer(USERS.name(), users)
                    .integer(CHANNELS.name(), channels)
                    .integer(SUBSCRIPTIONS.name(), subscriptions)
                    .integer(UPTIME.name(), uptimeSeconds)
                    .flag(DRAINING.name(), draining)
                    .object(
                        CONNECTIONS.name(),
                        states ->
                            states
                                .integer(PENDING.name(), (long) connections.pending())
                                .integer(LIVE.name(), (long) connections.live())
                                .integer(STALE.name(), (long) connections.stale())
                                .integer(CLOSING.name(), (long) connections.closing())
                                .integer(CAPACITY.name(), (long) connections.capacity()))
                    .raw(DETAILS.name(), details.shared())));
  }

  /**
   * @throws IOException if they are not as they should be; the message says why
   */
  static NodeFigures read(Payload figures) throws IOException {
    FieldValues in = SHAPE.read(figures.shared(), "the figures");
    return new NodeFigures(
        counts(in.get(CLIENTS), in.find(CONNECTIONS)),
        in.get(USERS),
        in.get(CHANNELS),
        in.get(SUBSCRIPTIONS),
        in.get(UPTIME),
        in.get(DRAINING),
        in.get(DETAILS));
  }

  private static ConnectionCounts counts(Long total, @Nullable FieldValues states) {
    return states == null
        ? new ConnectionCounts(0, 0, 0, 0, total.intValue(), 0)
        : new ConnectionCounts(
            states.get(PENDING).intValue(),
            states.get(LIVE).intValue(),
            states.get(STALE).intValue(),
            states.get(CLOSING).intValue(),
            total.intValue(),
            states.get(CAPACITY).intValue());
  }

  private static JsonField<Long> count(String name) {
    return JsonField.integer(name, 0, Long.MAX_VALUE);
  }
}
