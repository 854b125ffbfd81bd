package io.heartwire.protocol.centrifuge;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.HistoryPage;
import io.heartwire.broker.HistoryQuery;
import io.heartwire.broker.PublishOptions.Idempotency;
import io.heartwire.broker.PublishResult;
import io.heartwire.broker.StreamPosition;
import io.heartwire.channel.Caller;
import io.heartwire.channel.ClientChannels;
import io.heartwire.hub.ClientMessage;
import io.heartwire.hub.RpcCall;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What a client that has been let in may ask for, each request with its result. A request that
 * can't be carried out throws, or fails, with what {@link Failures} makes an answer of.
 */
final class Commands {
  private final ClientSession session;
  private final Replies replies;
  private final CentrifugeServices services;
  private final SubscribeStep subscriptions;

  Commands(ClientSession session, Replies replies, CentrifugeServices services) {
    this.session = session;
    this.replies = replies;
    this.services = services;
    this.subscriptions = new SubscribeStep(session, replies, services);
  }

  /** Carries a command out and answers it. */
  CompletionStage<@Nullable Void> take(long id, Request request) {
    if (request instanceof Request.Subscribe subscribe) {
      return subscriptions.subscribe(id, subscribe);
    }
    if (request instanceof Request.Send send) {
      services.events().fire(new ClientMessage(session.info(), send.data()));
      return CompletableFuture.completedStage(null);
    }
    if (request instanceof Request.Pong) { // it came while the connect command was being dealt with
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

  private CompletionStage<? extends Result> resultOf(Request request) {
    if (request instanceof Request.Publish publish) {
      return publish(publish);
    } else if (request instanceof Request.Rpc rpc) {
      return rpc(rpc);
    } else if (request instanceof Request.Unsubscribe unsubscribe) {
      return CompletableFuture.completedStage(subscriptions.unsubscribe(unsubscribe));
    } else if (request instanceof Request.History history) {
      return history(history);
    } else if (request instanceof Request.Presence presence) {
      return services
          .clientChannels()
          .presence(Names.channel(presence.channel()), caller())
          .thenApply(Commands::present);
    } else if (request instanceof Request.PresenceStats stats) {
      return services
          .clientChannels()
          .presenceStats(Names.channel(stats.channel()), caller())
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
    var channel = Names.channel(publish.channel());
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
        .orElseThrow(() -> new ProtocolException(ErrorCode.METHOD_NOT_FOUND))
        .thenApply(Result.Rpc::new);
  }

  private CompletionStage<Result> history(Request.History history) {
    StreamPosition since = history.since();
    HistoryQuery query =
        new HistoryQuery(
            since, Math.max(HistoryQuery.NO_LIMIT, history.limit()), history.reverse());
    return services
        .clientChannels()
        .history(Names.channel(history.channel()), caller(), query)
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
        .thenApply(
            identity -> {
              if (!identity.user().equals(session.info().user())) {
                throw new ProtocolException(DisconnectCode.INVALID_TOKEN);
              }
              if (identity.isOver()) {
                throw new ProtocolException(ErrorCode.EXPIRED);
              }
              session.stay(identity);
              return new Result.Refresh(
                  session.info().client(),
                  services.node().version(),
                  identity.ttl() != null,
                  SubscribeReplies.seconds(identity.ttl()));
            });
  }

  private Caller caller() {
    return session.caller();
  }
}
