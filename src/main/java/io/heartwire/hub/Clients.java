package io.heartwire.hub;

import io.heartwire.channel.ChannelConfig;
import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionId;
import io.heartwire.connection.ConnectionRegistry;
import io.heartwire.time.Chore;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The clients that take part now. Safe for use by any thread; nothing blocks.
 *
 * <p>Who a connection's user is, the {@link ConnectionRegistry} knows; this table adds what can be
 * done with connections that speak a channel protocol.
 */
@Singleton
public class Clients implements Chore {
  private final Map<ConnectionId, Client> byConnection = new ConcurrentHashMap<>();
  private final Set<Client> expiring = ConcurrentHashMap.newKeySet();
  private final ConnectionRegistry registry;
  private final long graceNanos;

  @Inject
  public Clients(ConnectionRegistry registry, ChannelConfig config) {
    this.registry = registry;
    this.graceNanos = config.expiredGrace().toNanos();
  }

  /** The client takes part from now on; whoever adds it removes it at its end. */
  public void add(ConnectionId connection, Client client) {
    byConnection.put(connection, client);
  }

  public void remove(ConnectionId connection) {
    Client client = byConnection.remove(connection);
    if (client != null) {
      expiring.remove(client);
    }
  }

  /** From now on the client is ended when its time is over. */
  public void watchExpiry(ConnectionId connection, Client client) {
    expiring.add(client);
    if (byConnection.get(connection) != client) {
      expiring.remove(client); // it has gone meanwhile
    }
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

  /** How many take part. */
  public int count() {
    return byConnection.size();
  }

  /** Different users among them; all anonymous ones together are one. */
  public int users() {
    return (int)
        byConnection.values().stream().map(client -> client.info().user()).distinct().count();
  }

  @Override
  public void tick(long now) {
    for (Client client : expiring) {
      if (client.isOver(now, graceNanos)) {
        expiring.remove(client);
        client.expire();
      }
    }
  }
}
