package io.heartwire.protocol.centrifuge;

import io.heartwire.broker.Payload;
import io.heartwire.broker.PublishOptions.Idempotency;
import io.heartwire.broker.StreamPosition;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.channel.SubscribeRequest;
import io.heartwire.channel.Subscription;
import io.heartwire.channel.UnsubscribeCode;
import io.heartwire.connection.Connection;
import io.heartwire.connection.Limit;
import io.heartwire.hub.ConnectAttempt;
import io.heartwire.hub.Identity;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The first command of a connection: finds out who the client is, subscribes it to the channels
 * that it gets from the server, tells it all this in one reply, and only then delivers.
 */
final class ConnectStep {
  private final Connection connection;
  private final Replies replies;
  private final CentrifugeServices services;

  ConnectStep(Connection connection, Replies replies, CentrifugeServices services) {
    this.connection = connection;
    this.replies = replies;
    this.services = services;
  }

  /**
   * @param entered told the session as soon as there is one: whoever is told ends it with the
   *     connection, also when this step fails later
   * @return the session once the client takes part
   */
  CompletionStage<ClientSession> take(
      long id, Request.Connect connect, Consumer<ClientSession> entered) {
    ConnectAttempt attempt =
        new ConnectAttempt(
            connection.id(),
            connection.peer(),
            connect.name(),
            connect.version(),
            connect.token(),
            connect.data(),
            connect.headers());
    return services
        .authentication()
        .identify(attempt)
        .thenCompose(identity -> enter(id, connect, identity, entered));
  }

  private CompletionStage<ClientSession> enter(
      long id, Request.Connect connect, Identity identity, Consumer<ClientSession> entered) {
    identify(identity.user());
    if (identity.isOver()) {
      throw new ProtocolException(ErrorCode.EXPIRED);
    }
    join(identity.tenant());
    ClientSession session = new ClientSession(connection, identity, replies, services);
    entered.accept(session);
    Map<ChannelName, Subscription> joined = new LinkedHashMap<>();
    CompletionStage<@Nullable Void> all = CompletableFuture.completedStage(null);
    for (Map.Entry<ChannelName, SubscribeGrant> own : channelsOf(identity).entrySet()) {
      all = all.thenCompose(done -> join(session, own.getKey(), own.getValue(), connect, joined));
    }
    return all.thenApply(
            done -> {
              begin(id, connect, session, identity, joined);
              return session;
            })
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                joined.values().forEach(one -> one.cancel(UnsubscribeCode.DISCONNECT));
              }
            });
  }

  /** The container may know the user already; nobody becomes another by a token. */
  private void identify(String user) {
    String known = connection.peer().user();
    if (user.isEmpty()) {
      return;
    }
    if (!known.isEmpty() && !known.equals(user)) {
      throw new ProtocolException(DisconnectCode.INVALID_TOKEN);
    }
    if (!connection.identify(user)) {
      throw new ProtocolException(DisconnectCode.CONNECTION_LIMIT);
    }
  }

  /** A class that is said here holds instead of the one that a header named. */
  private void join(String tenant) {
    if (!tenant.isEmpty() && !connection.joins(tenant)) {
      throw new ProtocolException(DisconnectCode.CONNECTION_LIMIT);
    }
  }

  private Map<ChannelName, SubscribeGrant> channelsOf(Identity identity) {
    Map<ChannelName, SubscribeGrant> channels = new LinkedHashMap<>(identity.channels());
    if (channels.size() > services.clientConfig().mostSubscriptions()) {
      connection.quota().exceeded(Limit.SUBSCRIPTIONS);
      throw new ProtocolException(DisconnectCode.CHANNEL_LIMIT);
    }
    if (services.clientConfig().personalChannel() && !identity.user().isEmpty()) {
      channels.putIfAbsent(personal(identity.user()), SubscribeGrant.PLAIN);
    }
    return channels;
  }

  private ChannelName personal(String user) {
    String namespace = services.clientConfig().personalNamespace();
    String name = (namespace.isEmpty() ? "#" : namespace + ":#") + user;
    return ChannelName.parse(name)
        .filter(channel -> channel.names(user)) // or it would be somebody else's
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "user '%s' can have no personal channel: a name must have %s, and no # or ,"
                        .formatted(user, ChannelName.RULE)));
  }

  private CompletionStage<@Nullable Void> join(
      ClientSession session,
      ChannelName channel,
      SubscribeGrant grant,
      Request.Connect connect,
      Map<ChannelName, Subscription> joined) {
    Slots.Slot slot = session.slots().take(channel, true);
    if (slot == null) { // the connection has ended
      return CompletableFuture.failedStage(new ProtocolException(DisconnectCode.SHUTDOWN));
    }
    Request.Subscribe known = connect.subs().get(channel.value());
    return session
        .join(slot, request(known), grant)
        .thenApply(
            subscription -> {
              joined.put(channel, subscription);
              return null;
            });
  }

  /** A subscription of the server is always recoverable where there is a history. */
  private static SubscribeRequest request(Request.@Nullable Subscribe known) {
    if (known == null) {
      return new SubscribeRequest(null, true, true, true, false, null, Payload.EMPTY);
    }
    StreamPosition since =
        known.recover() ? new StreamPosition(known.offset(), known.epoch()) : null;
    return new SubscribeRequest(since, true, true, true, false, null, known.data());
  }

  private void begin(
      long id,
      Request.Connect connect,
      ClientSession session,
      Identity identity,
      Map<ChannelName, Subscription> joined) {
    Map<String, Result.Subscribe> subs = new LinkedHashMap<>();
    joined.forEach(
        (channel, subscription) ->
            subs.put(
                channel.value(),
                SubscribeReplies.result(subscription.established(), replies.format())));
    session.begin();
    session.stay(identity);
    replies.beginPings(services.config().pingInterval());
    replies.succeed(
        id,
        new Result.Connect(
            session.info().client(),
            services.node().version(),
            identity.ttl() != null,
            SubscribeReplies.seconds(identity.ttl()),
            identity.data(),
            subs,
            services.config().pingSeconds(),
            true,
            "",
            services.node().uid(),
            connect.idempotency() ? repetitions(session.info().user()) : null));
    connection.ready();
    session.welcome();
    joined.values().forEach(services.channels()::begin);
  }

  /** A key is its user's: for who comes back as another a repetition is a second publication. */
  private Result.@Nullable Repetitions repetitions(String user) {
    String scope = services.channels().idempotencyScope();
    return scope.isEmpty()
        ? null
        : new Result.Repetitions(scope + ':' + user, Idempotency.DEFAULT_WINDOW.toSeconds());
  }
}
