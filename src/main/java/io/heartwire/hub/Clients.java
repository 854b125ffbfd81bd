package io.heartwire.hub;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Payload;
import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionId;
import io.heartwire.connection.ConnectionRegistry;
import io.heartwire.visibility.Internal;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The clients that take part now, and what the server can do to them. Safe for use by any thread;
 * nothing blocks.
 *
 * <p>Who a connection's user is, the {@link io.heartwire.connection.Connections} know; this table
 * adds what can be done with connections that speak a channel protocol.
 */
@Singleton
public class Clients {
  private final Map<ConnectionId, Client> byConnection = new ConcurrentHashMap<>();
  private final ConnectionRegistry registry;
  private final ConnectionExpiry expiry;

  @Inject
  @Internal
  public Clients(ConnectionRegistry registry, ConnectionExpiry expiry) {
    this.registry = registry;
    this.expiry = expiry;
  }

  /** The client takes part from now on; whoever adds it removes it at its end. */
  @Internal
  public void add(ConnectionId connection, Client client) {
    byConnection.put(connection, client);
  }

  @Internal
  public void remove(ConnectionId connection) {
    byConnection.remove(connection);
  }

  /** The client of whom a hook or an event tells, if it takes part. */
  public Optional<Client> find(ClientInfo who) {
    return find(ConnectionId.parse(who.client()));
  }

  /** The client on a connection, if it takes part. */
  public Optional<Client> find(ConnectionId connection) {
    return Optional.ofNullable(byConnection.get(connection));
  }

  /** All of a user's clients, on this node. */
  public List<Client> of(String user) {
    return registry.connectionsOf(user).stream()
        .map(connection -> byConnection.get(connection.id()))
        .filter(client -> client != null)
        .toList();
  }

  /**
   * Closes a user's connections, whatever they speak.
   *
   * @param which by the id of the connection
   */
  public void disconnect(String user, Predicate<String> which, CloseReason reason) {
    for (Connection connection : registry.connectionsOf(user)) {
      if (which.test(connection.id().toString())) {
        connection.close(reason);
      }
    }
  }

  /**
   * Puts the end of a user's connections off, whatever they speak.
   *
   * @param which by the id of the connection
   * @param ttl from now; null = they last as long as they like
   * @param info what others see of those that speak a channel protocol; empty = as before
   */
  public void refresh(String user, Predicate<String> which, @Nullable Duration ttl, Payload info) {
    for (Connection connection : registry.connectionsOf(user)) {
      if (which.test(connection.id().toString())) {
        find(connection.id())
            .ifPresentOrElse(
                client -> client.refresh(ttl, info), () -> expiry.extend(connection, ttl));
      }
    }
  }

  /** How many take part. */
  public int count() {
    return byConnection.size();
  }

  /** Different users among them; all anonymous ones together are one. */
  public int users() {
    return (int)
        byConnection.values().stream().map(client -> client.info().user()).distinct().count();
  }
}
