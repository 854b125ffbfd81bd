package io.heartwire.hub;

import io.heartwire.broker.Payload;
import io.heartwire.channel.ClientData;
import io.heartwire.connection.ConnectionId;
import io.heartwire.connection.Peer;
import java.util.Map;

/**
 * A client wants to take part.
 *
 * @param peer what is known of it from the upgrade
 * @param name what it says it is, for instance {@code js}
 * @param version of that
 * @param token what it brings to prove who it is, or empty
 * @param data what it sent along, or {@link Payload#EMPTY}
 * @param headers that it could not put into the upgrade itself
 */
public record ConnectAttempt(
    ConnectionId client,
    Peer peer,
    String name,
    String version,
    String token,
    Payload data,
    Map<String, String> headers)
    implements ClientData {

  /** Without what is secret: it may end up in a log. */
  @Override
  public String toString() {
    return "%s %s, client %s, %s, %s token"
        .formatted(name, version, client, peer, token.isEmpty() ? "without a" : "with a");
  }
}
