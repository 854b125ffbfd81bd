package io.heartwire.api;

import io.heartwire.broker.ChannelStats;
import io.heartwire.broker.Cluster;
import io.heartwire.broker.HistoryPage;
import io.heartwire.broker.HistoryQuery;
import io.heartwire.broker.Node;
import io.heartwire.broker.NodeAnswer;
import io.heartwire.broker.Payload;
import io.heartwire.broker.StreamPosition;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.Channels;
import io.heartwire.hub.Nodes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Looks at channels and at nodes. Safe for use by any thread. */
@Singleton
class InfoCommands {
  private final Channels channels;
  private final Nodes nodes;
  private final Cluster cluster;
  private final Node here;

  @Inject
  InfoCommands(Channels channels, Nodes nodes, Cluster cluster, Node here) {
    this.channels = channels;
    this.nodes = nodes;
    this.cluster = cluster;
    this.here = here;
  }

  CompletionStage<ApiAnswer> presence(ApiRequest.Presence request) {
    return channels
        .presence(NameCheck.channel(request.channel()))
        .thenApply(ApiAnswer.Present::new);
  }

  CompletionStage<ApiAnswer> presenceStats(ApiRequest.PresenceStats request) {
    return channels
        .presenceStats(NameCheck.channel(request.channel()))
        .thenApply(ApiAnswer.Stats::new);
  }

  CompletionStage<ApiAnswer> history(ApiRequest.History request) {
    ChannelName channel = NameCheck.channel(request.channel());
    StreamPosition since = request.since();
    if (since != null && request.reverse() && since.offset() == 0) {
      throw ApiException.badRequest("nothing comes before since.offset=0; leave since out");
    }
    int limit = Math.max(request.limit(), HistoryQuery.NO_LIMIT);
    return channels
        .history(channel, new HistoryQuery(since, limit, request.reverse()))
        .thenApply(page -> new ApiAnswer.Read(ofSameEpoch(channel, since, page)));
  }

  CompletionStage<ApiAnswer> removeHistory(ApiRequest.HistoryRemove request) {
    return channels
        .removeHistory(NameCheck.channel(request.channel()))
        .thenApply(removed -> new ApiAnswer.Done());
  }

  /**
   * The channels of all nodes. Presence counts clients on all; a channel without it is known by the
   * subscriptions that each node has.
   */
  CompletionStage<ApiAnswer> channels(ApiRequest.Channels request) {
    Glob glob = Glob.parse(request.pattern().isEmpty() ? "*" : request.pattern());
    return channels
        .active()
        .thenCombine(
            othersCounts(request.pattern()),
            (all, others) -> {
              Map<String, Integer> clients = new TreeMap<>();
              List<NodeAnswer> missing = addUp(others, clients);
              for (ChannelStats each : all) {
                String name = each.channel();
                if (glob.matches(name)) {
                  int subscribed = clients.getOrDefault(name, 0) + channels.subscriptions(name);
                  clients.put(name, Math.max(each.present(), subscribed));
                }
              }
              return new ApiAnswer.Active(clients, missing);
            });
  }

  /** Returns the nodes whose clients are not counted. */
  private static List<NodeAnswer> addUp(List<NodeAnswer> others, Map<String, Integer> clients) {
    List<NodeAnswer> missing = new ArrayList<>();
    for (NodeAnswer other : others) {
      try {
        ChannelCounts.read(other)
            .forEach((name, count) -> clients.merge(name, count, Integer::sum));
        if (other.outcome() != NodeAnswer.Outcome.DONE) {
          missing.add(other);
        }
      } catch (IOException unreadable) {
        Payload why = Payload.text("its answer can't be read: " + unreadable.getMessage());
        missing.add(new NodeAnswer(other.node(), NodeAnswer.Outcome.FAILED, why));
      }
    }
    return missing;
  }

  private CompletionStage<List<NodeAnswer>> othersCounts(String pattern) {
    if (cluster.size() == 1) {
      return CompletableFuture.completedStage(List.of());
    }
    return cluster
        .send(ChannelCounts.ask(pattern))
        .thenApply(
            answers ->
                answers.stream()
                    .filter(answer -> !answer.node().id().uid().equals(here.uid()))
                    .toList());
  }

  CompletionStage<ApiAnswer> info() {
    return CompletableFuture.completedStage(new ApiAnswer.Info(nodes.all()));
  }

  private static HistoryPage ofSameEpoch(
      ChannelName channel, @Nullable StreamPosition since, HistoryPage page) {
    if (since != null && !since.epoch().isEmpty() && !since.epoch().equals(page.now().epoch())) {
      throw new ApiException(
          ApiError.unrecoverablePosition(
              "since.epoch is of an earlier stream of channel " + channel));
    }
    return page;
  }
}
