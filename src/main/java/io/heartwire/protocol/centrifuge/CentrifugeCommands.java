package io.heartwire.protocol.centrifuge;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.HistoryPage;
import io.heartwire.broker.HistoryQuery;
import io.heartwire.broker.PublishOptions.Idempotency;
import io.heartwire.broker.PublishResult;
import io.heartwire.broker.StreamPosition;
import io.heartwire.channel.ChannelCaller;
import io.heartwire.channel.ClientChannels;
import io.heartwire.hook.Hooks;
import io.heartwire.hub.ClientMessage;
import io.heartwire.hub.Identity;
import io.heartwire.hub.RpcCall;
import io.heartwire.hub.TokenException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Executes the commands of a connected client. A command that fails throws or completes with an
 * exception, which {@link FailureReplies} turns into a reply.
 */
final class CentrifugeCommands {
  private final ClientSession session;
  private final CentrifugeReplies replies;
  private final CentrifugeServices services;
  private final SubscribeStep subscriptions;

  CentrifugeCommands(
      ClientSession session, CentrifugeReplies replies, CentrifugeServices services) {
    this.session = session;
    this.replies = replies;
    this.services = services;
    this.subscriptions = new SubscribeStep(session, replies, services);
  }

  /**
   * Executes a command and sends its reply, once the application's observers have heard of what
   * came of those before.
   */
  CompletionStage<@Nullable Void> take(long id, Request request) {
    return services
        .events()
        .<@Nullable Void>whenTold(session.info().client(), () -> carryOut(id, request));
  }

  private CompletionStage<@Nullable Void> carryOut(long id, Request request) {
    if (session.isOperator() && !isForOperators(request)) {
      throw new ProtocolException(ErrorCode.PERMISSION_DENIED);
    }
    if (request instanceof Request.Subscribe subscribe) {
      return subscriptions.subscribe(id, subscribe);
    }
    if (request instanceof Request.Send send) {
      services
          .events()
          .fire(session.info().client(), new ClientMessage(session.info(), send.data()));
      return CompletableFuture.completedStage(null);
    }
    if (request instanceof Request.Pong) { // it came while the connect command was under way
      session.connection().answered();
      return CompletableFuture.completedStage(null);
    }
    return resultOf(request)
        .thenApply(
            result -> {
              replies.succeed(id, result);
              return null;
            });
  }

  /** Of the application's own, an operator's connection does nothing. */
  private static boolean isForOperators(Request request) {
    return request instanceof Request.Subscribe
        || request instanceof Request.Unsubscribe
        || request instanceof Request.Ping
        || request instanceof Request.Pong;
  }

  private CompletionStage<? extends Result> resultOf(Request request) {
    if (request instanceof Request.Publish publish) {
      return publish(publish);
    } else if (request instanceof Request.OtherPublish other) {
      ChannelNames.channel(other.channel());
      throw new ProtocolException(ErrorCode.PERMISSION_DENIED);
    } else if (request instanceof Request.Rpc rpc) {
      return rpc(rpc);
    } else if (request instanceof Request.Unsubscribe unsubscribe) {
      return CompletableFuture.completedStage(subscriptions.unsubscribe(unsubscribe));
    } else if (request instanceof Request.History history) {
      return history(history);
    } else if (request instanceof Request.Presence presence) {
      return services
          .clientChannels()
          .presence(ChannelNames.channel(presence.channel()), caller())
          .thenApply(CentrifugeCommands::present);
    } else if (request instanceof Request.PresenceStats stats) {
      return services
          .clientChannels()
          .presenceStats(ChannelNames.channel(stats.channel()), caller())
          .thenApply(found -> new Result.PresenceStats(found.clients(), found.users()));
    } else if (request instanceof Request.Ping) {
      return CompletableFuture.completedStage(new Result.Ping());
    } else if (request instanceof Request.Refresh refresh) {
      return refresh(refresh);
    } else if (request instanceof Request.SubRefresh refresh) {
      return subscriptions.refresh(refresh);
    } else if (request instanceof Request.Connect) {
      throw new ProtocolException(DisconnectCode.BAD_REQUEST);
    }
    throw new ProtocolException(ErrorCode.METHOD_NOT_FOUND);
  }

  private CompletionStage<Result> publish(Request.Publish publish) {
    var channel = ChannelNames.channel(publish.channel());
    String key = publish.idempotencyKey();
    if (publish.data().isEmpty() || key.length() > Idempotency.LONGEST_KEY) {
      throw new ProtocolException(ErrorCode.BAD_REQUEST);
    }
    ClientChannels channels = services.clientChannels();
    CompletionStage<PublishResult> published =
        key.isEmpty()
            ? channels.publish(channel, caller(), publish.data())
            : channels.publishOnce(channel, caller(), publish.data(), key);
    return published.thenApply(done -> new Result.Publish());
  }

  private CompletionStage<Result> rpc(Request.Rpc rpc) {
    return services
        .rpc()
        .call(new RpcCall(rpc.method(), rpc.data(), session.info()))
        .orElseThrow(() -> new ProtocolException(noMethod()))
        .thenApply(Result.Rpc::new);
  }

  private ErrorCode noMethod() {
    return services.rpc().isEmpty() ? ErrorCode.NOT_AVAILABLE : ErrorCode.METHOD_NOT_FOUND;
  }

  private CompletionStage<Result> history(Request.History history) {
    StreamPosition since = history.since();
    if (since != null && history.reverse() && since.offset() == 0) {
      throw new ProtocolException(ErrorCode.BAD_REQUEST); // no publication comes before it
    }
    HistoryQuery query =
        new HistoryQuery(
            since, Math.max(HistoryQuery.NO_LIMIT, history.limit()), history.reverse());
    return services
        .clientChannels()
        .history(ChannelNames.channel(history.channel()), caller(), query)
        .thenApply(page -> found(page, since));
  }

  private static Result found(HistoryPage page, @Nullable StreamPosition since) {
    StreamPosition now = page.now();
    if (since != null && !since.epoch().isEmpty() && !since.epoch().equals(now.epoch())) {
      throw new ProtocolException(ErrorCode.UNRECOVERABLE_POSITION);
    }
    return new Result.History(page.publications(), now.epoch(), now.offset());
  }

  private static Result present(List<ClientInfo> clients) {
    Map<String, ClientInfo> byClient = new LinkedHashMap<>();
    clients.forEach(client -> byClient.put(client.client(), client));
    return new Result.Presence(byClient);
  }

  private CompletionStage<Result> refresh(Request.Refresh refresh) {
    if (refresh.token().isEmpty()) {
      throw new ProtocolException(DisconnectCode.BAD_REQUEST);
    }
    return services
        .tokens()
        .connection(refresh.token())
        .exceptionally(CentrifugeCommands::refuseToRefresh)
        .thenApply(
            identity -> {
              if (!identity.user().equals(session.info().user())) {
                throw new ProtocolException(DisconnectCode.INVALID_TOKEN);
              }
              if (identity.isOver()) {
                throw new ProtocolException(DisconnectCode.EXPIRED);
              }
              session.limit(identity);
              session.shows(identity.info());
              return new Result.Refresh(
                  session.info().client(),
                  services.node().version(),
                  identity.ttl() != null,
                  SubscribeReplies.seconds(identity.ttl()));
            });
  }

  /**
   * Closes a client with an expired token. After an error reply the SDKs would give up; after this
   * close code they fetch a new token.
   */
  private static Identity refuseToRefresh(Throwable failure) {
    if (Hooks.causeOf(failure) instanceof TokenException token
        && token.flaw() == TokenException.Flaw.EXPIRED) {
      throw new ProtocolException(DisconnectCode.EXPIRED);
    }
    throw new CompletionException(Hooks.causeOf(failure));
  }

  private ChannelCaller caller() {
    return session.caller();
  }
}
