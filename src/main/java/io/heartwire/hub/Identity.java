package io.heartwire.hub;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Payload;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionId;
import io.heartwire.connection.Peer;
import io.heartwire.visibility.Internal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who a client is, and what it gets by being so.
 *
 * @param user its id, empty for an anonymous client
 * @param info what others see of it, or {@link Payload#EMPTY}
 * @param ttl how long the connection lasts unless it is refreshed; null = as long as it likes
 * @param channels to which the server subscribes it at once
 * @param data what the client is told with the reply, or {@link Payload#EMPTY}
 * @param meta what only the server knows of it, or {@link Payload#EMPTY}
 * @param token by what its token can be revoked; null = there is none, or it can't
 * @param tenant the class of clients whose limits hold for it, or empty for none
 */
public record Identity(
    String user,
    Payload info,
    @Nullable Duration ttl,
    Map<ChannelName, SubscribeGrant> channels,
    Payload data,
    Payload meta,
    @Nullable TokenMark token,
    String tenant) {

  public Identity {
    channels = Map.copyOf(channels);
  }

  /**
   * Somebody of no tenant's class, of whom the server knows nothing more, and whom no token
   * brought.
   */
  public Identity(
      String user,
      Payload info,
      @Nullable Duration ttl,
      Map<ChannelName, SubscribeGrant> channels,
      Payload data) {
    this(user, info, ttl, channels, data, Payload.EMPTY, null, "");
  }

  /** A user of whom nothing else is known; an empty id is an anonymous client. */
  public static Identity user(String user) {
    return new Identity(user, Payload.EMPTY, null, Map.of(), Payload.EMPTY);
  }

  /** The same, subscribed by the server to one more channel. */
  public Identity with(ChannelName channel, SubscribeGrant grant) {
    Map<ChannelName, SubscribeGrant> more = new LinkedHashMap<>(channels);
    more.put(channel, grant);
    return new Identity(user, info, ttl, more, data, meta, token, tenant);
  }

  /** The same, in a tenant's class: {@code heartwire.tenant.<class>.*} holds for it. */
  public Identity in(String tenantClass) {
    return new Identity(user, info, ttl, channels, data, meta, token, tenantClass);
  }

  /**
   * Makes a connection this one's, for every protocol alike, whenever that becomes known: it is
   * found by its user, and the limits of user and tenant hold for it.
   *
   * @throws EntryException if it can't be: the caller is to close the connection then
   */
  @Internal
  public void enter(Connection connection) {
    check(connection.peer());
    // A class that is said here holds instead of the one that a header named.
    boolean isWithinLimits =
        (user.isEmpty() || connection.identify(user))
            && (tenant.isEmpty() || connection.joins(tenant));
    if (!isWithinLimits) {
      throw new EntryException(
          EntryException.Reason.FULL, "the user, or the tenant, has as many connections as it may");
    }
  }

  /**
   * What can be known before there is a connection.
   *
   * @throws EntryException if no connection of this peer can be this one's
   */
  public void check(Peer peer) {
    if (!peer.user().isEmpty() && !peer.user().equals(user)) {
      throw new EntryException(EntryException.Reason.OTHER_USER, "it belongs to another user");
    }
    if (isOver()) {
      throw new EntryException(EntryException.Reason.EXPIRED, "it has expired");
    }
  }

  /** What others see of it on this connection. */
  public ClientInfo infoOn(ConnectionId connection) {
    return new ClientInfo(user, connection.toString(), info, Payload.EMPTY);
  }

  /** Whether its time is over before it has begun. */
  public boolean isOver() {
    return ttl != null && (ttl.isZero() || ttl.isNegative());
  }
}
