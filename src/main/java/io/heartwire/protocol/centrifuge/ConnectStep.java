package io.heartwire.protocol.centrifuge;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.PublishOptions.Idempotency;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.Subscription;
import io.heartwire.connection.Connection;
import io.heartwire.hub.Authentication;
import io.heartwire.hub.ConnectAttempt;
import io.heartwire.hub.Identity;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Executes the connect command: identifies the client, subscribes it to its server-side channels,
 * sends all this in one reply, and only then starts the delivery.
 */
final class ConnectStep {
  private final Connection connection;
  private final CentrifugeReplies replies;
  private final CentrifugeServices services;

  ConnectStep(Connection connection, CentrifugeReplies replies, CentrifugeServices services) {
    this.connection = connection;
    this.replies = replies;
    this.services = services;
  }

  /**
   * @param entered gets the session as soon as it exists, and must close it with the connection,
   *     also if this step fails later
   * @return the session, once the client is connected
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
    Authentication authentication = services.authentication();
    boolean operator = authentication.isOperator(attempt);
    return (operator ? authentication.operator(attempt) : authentication.identify(attempt))
        .thenCompose(identity -> enter(id, connect, identity, operator, entered));
  }

  private CompletionStage<ClientSession> enter(
      long id,
      Request.Connect connect,
      Identity identity,
      boolean operator,
      Consumer<ClientSession> entered) {
    identity.enter(connection);
    ClientSession session = new ClientSession(connection, identity, operator, replies, services);
    entered.accept(session);
    ServerSubscriptions subscriptions = new ServerSubscriptions(session, connect, services);
    return subscriptions
        .join(identity)
        .thenApply(
            joined -> {
              begin(id, connect, session, identity, joined);
              return session;
            })
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                subscriptions.cancel();
              }
            });
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
    session.limit(identity);
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
            connect.idempotency() ? repetitions(session.info()) : null));
    connection.ready();
    session.welcome();
    joined.values().forEach(services.channels()::begin);
  }

  /**
   * Returns the scope of idempotency keys, which contains the author: for a client that reconnects
   * as another user, a repetition is a second publication.
   */
  private Result.@Nullable Repetitions repetitions(ClientInfo who) {
    String scope = services.channels().idempotencyScope();
    return scope.isEmpty()
        ? null
        : new Result.Repetitions(
            scope + ':' + Idempotency.authorOf(who), Idempotency.DEFAULT_WINDOW.toSeconds());
  }
}
