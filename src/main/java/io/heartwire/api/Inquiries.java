package io.heartwire.api;

import io.heartwire.broker.ChannelStats;
import io.heartwire.broker.HistoryPage;
import io.heartwire.broker.HistoryQuery;
import io.heartwire.broker.StreamPosition;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.Channels;
import io.heartwire.connection.ConnectionCounts;
import io.heartwire.connection.ConnectionRegistry;
import io.heartwire.hub.Node;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Looks at channels and at the gateway. Safe for use by any thread. */
@Singleton
class Inquiries {
  private final Channels channels;
  private final ConnectionRegistry connections;
  private final Node node;

  @Inject
  Inquiries(Channels channels, ConnectionRegistry connections, Node node) {
    this.channels = channels;
    this.connections = connections;
    this.node = node;
  }

  CompletionStage<Answer> presence(Request.Presence request) {
    return channels.presence(Names.channel(request.channel())).thenApply(Answer.Present::new);
  }

  CompletionStage<Answer> presenceStats(Request.PresenceStats request) {
    return channels.presenceStats(Names.channel(request.channel())).thenApply(Answer.Stats::new);
  }

  CompletionStage<Answer> history(Request.History request) {
    ChannelName channel = Names.channel(request.channel());
    StreamPosition since = request.since();
    if (since != null && request.reverse() && since.offset() == 0) {
      throw ApiException.badRequest("nothing comes before since.offset=0; leave since out");
    }
    int limit = Math.max(request.limit(), HistoryQuery.NO_LIMIT);
    return channels
        .history(channel, new HistoryQuery(since, limit, request.reverse()))
        .thenApply(page -> new Answer.Read(ofSameEpoch(channel, since, page)));
  }

  CompletionStage<Answer> removeHistory(Request.HistoryRemove request) {
    return channels
        .removeHistory(Names.channel(request.channel()))
        .thenApply(removed -> new Answer.Done());
  }

  CompletionStage<Answer> channels(Request.Channels request) {
    Glob glob = Glob.parse(request.pattern().isEmpty() ? "*" : request.pattern());
    return channels
        .active()
        .thenApply(
            all -> {
              Map<String, Integer> clients = new TreeMap<>();
              for (ChannelStats each : all) {
                if (glob.matches(each.channel())) {
                  clients.put(each.channel(), clientsOf(each));
                }
              }
              return new Answer.Active(clients);
            });
  }

  CompletionStage<Answer> info() {
    ConnectionCounts counts = connections.counts();
    long users = connections.snapshot().stream().map(each -> each.peer().user()).distinct().count();
    return CompletableFuture.completedStage(
        new Answer.Info(
            new Answer.NodeInfo(
                node.uid(),
                node.name(),
                node.version(),
                counts.total(),
                (int) users,
                channels.count(),
                channels.subscriptions(),
                node.uptime().toSeconds())));
  }

  /**
   * Presence counts those on all nodes; a channel without it is known by its subscriptions here.
   */
  private int clientsOf(ChannelStats channel) {
    return Math.max(channel.present(), channels.subscriptions(channel.channel()));
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
