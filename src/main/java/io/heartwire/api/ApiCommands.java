package io.heartwire.api;

import io.heartwire.hub.CommandTimes;
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
class ApiCommands {
  private final PublishCommands publisher;
  private final ClientCommands clients;
  private final TokenCommands tokens;
  private final InfoCommands inquiries;
  private final NodeDrains drains;
  private final QueueCommands queues;
  private final RpcHandlers handlers;
  private final ApiFailures failures;
  private final CommandTimes times;

  @Inject
  ApiCommands(
      PublishCommands publisher,
      ClientCommands clients,
      TokenCommands tokens,
      InfoCommands inquiries,
      NodeDrains drains,
      QueueCommands queues,
      RpcHandlers handlers,
      ApiFailures failures,
      CommandTimes times) {
    this.publisher = publisher;
    this.clients = clients;
    this.tokens = tokens;
    this.inquiries = inquiries;
    this.drains = drains;
    this.queues = queues;
    this.handlers = handlers;
    this.failures = failures;
    this.times = times;
  }

  CompletionStage<ApiAnswer> run(ApiRequest.Command command) {
    long begun = times.begin();
    return failures
        .caught(command.method(), () -> answer(command))
        .thenApply(
            answer -> {
              times.api(nameOf(command), begun);
              return answer;
            });
  }

  /** One after the other, each when the one before is done, or all of them at once. */
  CompletionStage<List<ApiAnswer.Reply>> run(ApiRequest.Batch batch) {
    List<CompletableFuture<ApiAnswer.Reply>> replies = new ArrayList<>();
    CompletableFuture<?> before = CompletableFuture.completedFuture(null);
    for (ApiRequest.Command command : batch.commands()) {
      CompletableFuture<ApiAnswer.Reply> reply =
          before
              .thenCompose(done -> run(command))
              .thenApply(answer -> new ApiAnswer.Reply(command.method(), answer));
      replies.add(reply);
      before = batch.parallel() ? before : reply;
    }
    return StageLists.all(replies);
  }

  /** What it is called in figures: never a name that a caller made up. */
  private static String nameOf(ApiRequest.Command command) {
    return command.request() instanceof ApiRequest.Refused ? "refused" : command.method();
  }

  private CompletionStage<ApiAnswer> answer(ApiRequest.Command command) {
    ApiRequest request = command.request();
    if (request instanceof ApiRequest.Publish publish) {
      return publisher.publish(publish, command.traceparent());
    } else if (request instanceof ApiRequest.Broadcast broadcast) {
      return publisher.broadcast(broadcast, command.traceparent());
    } else if (request instanceof ApiRequest.Subscribe subscribe) {
      return clients.subscribe(subscribe);
    } else if (request instanceof ApiRequest.Unsubscribe unsubscribe) {
      return clients.unsubscribe(unsubscribe);
    } else if (request instanceof ApiRequest.Disconnect disconnect) {
      return clients.disconnect(disconnect);
    } else if (request instanceof ApiRequest.Refresh refresh) {
      return clients.refresh(refresh);
    } else if (request instanceof ApiRequest.RevokeToken revoke) {
      return tokens.revoke(revoke);
    } else if (request instanceof ApiRequest.InvalidateUserTokens invalidate) {
      return tokens.invalidate(invalidate);
    } else if (request instanceof ApiRequest.Presence presence) {
      return inquiries.presence(presence);
    } else if (request instanceof ApiRequest.PresenceStats stats) {
      return inquiries.presenceStats(stats);
    } else if (request instanceof ApiRequest.History history) {
      return inquiries.history(history);
    } else if (request instanceof ApiRequest.HistoryRemove remove) {
      return inquiries.removeHistory(remove);
    } else if (request instanceof ApiRequest.Channels channels) {
      return inquiries.channels(channels);
    } else if (request instanceof ApiRequest.Info) {
      return inquiries.info();
    } else if (request instanceof ApiRequest.Drain drain) {
      return drains.drain(drain);
    } else if (request instanceof ApiRequest.DrainState) {
      return drains.state();
    } else if (request instanceof ApiRequest.Rebalance rebalance) {
      return drains.rebalance(rebalance);
    } else if (request instanceof ApiRequest.QueueSend send) {
      return queues.send(send);
    } else if (request instanceof ApiRequest.QueueStats stats) {
      return queues.stats(stats);
    } else if (request instanceof ApiRequest.QueuePurge purge) {
      return queues.purge(purge);
    } else if (request instanceof ApiRequest.QueueMove move) {
      return queues.move(move);
    } else if (request instanceof ApiRequest.Rpc rpc) {
      return call(rpc);
    }
    throw new ApiException(((ApiRequest.Refused) request).error());
  }

  private CompletionStage<ApiAnswer> call(ApiRequest.Rpc rpc) {
    if (rpc.method().isEmpty()) {
      throw ApiException.badRequest("method is missing");
    }
    return handlers
        .call(new RpcCall(rpc.method(), rpc.params(), null))
        .orElseThrow(() -> new ApiException(ApiError.notFound("no RPC handler has this method")))
        .thenApply(ApiAnswer.Returned::new);
  }
}
