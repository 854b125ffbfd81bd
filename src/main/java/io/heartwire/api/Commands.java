package io.heartwire.api;

import io.heartwire.hub.RpcCall;
import io.heartwire.hub.RpcHandlers;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Carries commands out, one or many. Safe for use by any thread; no stage of it fails. */
@Singleton
class Commands {
  private final Publisher publisher;
  private final ClientCommands clients;
  private final TokenCommands tokens;
  private final Inquiries inquiries;
  private final DrainCommands departures;
  private final RpcHandlers handlers;
  private final Failures failures;

  @Inject
  Commands(
      Publisher publisher,
      ClientCommands clients,
      TokenCommands tokens,
      Inquiries inquiries,
      DrainCommands departures,
      RpcHandlers handlers,
      Failures failures) {
    this.publisher = publisher;
    this.clients = clients;
    this.tokens = tokens;
    this.inquiries = inquiries;
    this.departures = departures;
    this.handlers = handlers;
    this.failures = failures;
  }

  CompletionStage<Answer> run(Request.Command command) {
    return failures.caught(command.method(), () -> answer(command.request()));
  }

  /** One after the other, each when the one before is done, or all of them at once. */
  CompletionStage<List<Answer.Reply>> run(Request.Batch batch) {
    List<CompletableFuture<Answer.Reply>> replies = new ArrayList<>();
    CompletableFuture<?> before = CompletableFuture.completedFuture(null);
    for (Request.Command command : batch.commands()) {
      CompletableFuture<Answer.Reply> reply =
          before
              .thenCompose(done -> run(command))
              .thenApply(answer -> new Answer.Reply(command.method(), answer));
      replies.add(reply);
      before = batch.parallel() ? before : reply;
    }
    return Stages.all(replies);
  }

  private CompletionStage<Answer> answer(Request request) {
    if (request instanceof Request.Publish publish) {
      return publisher.publish(publish);
    } else if (request instanceof Request.Broadcast broadcast) {
      return publisher.broadcast(broadcast);
    } else if (request instanceof Request.Subscribe subscribe) {
      return clients.subscribe(subscribe);
    } else if (request instanceof Request.Unsubscribe unsubscribe) {
      return clients.unsubscribe(unsubscribe);
    } else if (request instanceof Request.Disconnect disconnect) {
      return clients.disconnect(disconnect);
    } else if (request instanceof Request.Refresh refresh) {
      return clients.refresh(refresh);
    } else if (request instanceof Request.RevokeToken revoke) {
      return tokens.revoke(revoke);
    } else if (request instanceof Request.InvalidateUserTokens invalidate) {
      return tokens.invalidate(invalidate);
    } else if (request instanceof Request.Presence presence) {
      return inquiries.presence(presence);
    } else if (request instanceof Request.PresenceStats stats) {
      return inquiries.presenceStats(stats);
    } else if (request instanceof Request.History history) {
      return inquiries.history(history);
    } else if (request instanceof Request.HistoryRemove remove) {
      return inquiries.removeHistory(remove);
    } else if (request instanceof Request.Channels channels) {
      return inquiries.channels(channels);
    } else if (request instanceof Request.Info) {
      return inquiries.info();
    } else if (request instanceof Request.Drain drain) {
      return departures.drain(drain);
    } else if (request instanceof Request.DrainState) {
      return departures.state();
    } else if (request instanceof Request.Rebalance rebalance) {
      return departures.rebalance(rebalance);
    } else if (request instanceof Request.Rpc rpc) {
      return call(rpc);
    }
    throw new ApiException(((Request.Refused) request).error());
  }

  private CompletionStage<Answer> call(Request.Rpc rpc) {
    if (rpc.method().isEmpty()) {
      throw ApiException.badRequest("method is missing");
    }
    return handlers
        .call(new RpcCall(rpc.method(), rpc.params(), null))
        .orElseThrow(() -> new ApiException(ApiError.notFound("no RPC handler has this method")))
        .thenApply(Answer.Returned::new);
  }
}
