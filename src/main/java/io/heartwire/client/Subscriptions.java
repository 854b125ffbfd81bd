package io.heartwire.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client's subscriptions, its own and the server's. They outlive connections. Guarded by the
 * client's monitor.
 */
final class Subscriptions {
  private final Settings settings;
  private final Parts parts;
  private final Monitor monitor;
  private final Requests requests;
  private final SubscriptionListener serverListener;
  private final Map<String, ClientSubscription> own = new LinkedHashMap<>();
  private final Map<String, StreamTrack> servers = new LinkedHashMap<>();
  private @Nullable Attempt connection; // the one that takes part

  Subscriptions(
      Settings settings, Parts parts, Requests requests, SubscriptionListener serverListener) {
    this.settings = settings;
    this.parts = parts;
    this.monitor = parts.monitor();
    this.requests = requests;
    this.serverListener = serverListener;
  }

  /**
   * @throws IllegalStateException if there is one to this channel
   */
  Subscription add(String channel, SubscriptionOptions options, SubscriptionListener listener) {
    if (own.containsKey(channel)) {
      throw new IllegalStateException(
          "already subscribed to %s: unsubscribe that first".formatted(channel));
    }
    ClientSubscription added =
        new ClientSubscription(channel, options, listener, settings, parts, this);
    own.put(channel, added);
    if (connection != null) {
      added.begin(connection);
    }
    return added;
  }

  List<Subscription> all() {
    return List.copyOf(own.values());
  }

  void remove(ClientSubscription ended) {
    own.remove(ended.channel(), ended);
  }

  /** The client wants no more of this channel. */
  void tellServer(String channel) {
    if (connection != null) {
      send(connection, Command.unsubscribe(channel), done -> {}, failure -> {});
    }
  }

  void send(
      Attempt attempt,
      Command command,
      Consumer<Reply.Result> answered,
      Consumer<HeartwireClientException> failed) {
    requests.send(new Request(Request.Kind.PASSING, command, answered, failed), attempt.link());
  }

  /** The server's subscriptions whose missed publications are wanted, by channel. */
  Map<String, StreamPosition> known() {
    Map<String, StreamPosition> known = new LinkedHashMap<>();
    servers.forEach(
        (channel, track) -> {
          StreamPosition position = track.position();
          if (position != null) {
            known.put(channel, position);
          }
        });
    return known;
  }

  /** The connection takes part: with these of the server's, and all of the client's follow. */
  void resume(Attempt attempt, Map<String, Reply.SubscribeResult> given) {
    connection = attempt;
    for (String channel : List.copyOf(servers.keySet())) {
      if (!given.containsKey(channel)) {
        servers.remove(channel);
        monitor.tell(() -> serverListener.onUnsubscribed(channel, 0, "not subscribed any more"));
      }
    }
    given.forEach(this::serverSubscribed);
    List.copyOf(own.values()).forEach(each -> each.begin(attempt));
  }

  void lost(String reason) {
    connection = null;
    List.copyOf(own.values()).forEach(each -> each.lost(reason));
    servers
        .keySet()
        .forEach(channel -> monitor.tell(() -> serverListener.onResubscribing(channel, reason)));
  }

  void abandon(String why) {
    connection = null;
    new ArrayList<>(own.values()).forEach(each -> each.end(0, why));
    servers
        .keySet()
        .forEach(channel -> monitor.tell(() -> serverListener.onUnsubscribed(channel, 0, why)));
    servers.clear();
  }

  void heard(Attempt attempt, String channel, Reply.News news) {
    ClientSubscription mine = own.get(channel);
    if (mine != null) {
      tell(mine, attempt, news);
    } else if (news instanceof Reply.ServerSubscribed subscribed) {
      serverSubscribed(channel, subscribed.result());
    } else if (servers.containsKey(channel)) {
      tellServers(channel, news);
    }
  }

  private static void tell(ClientSubscription mine, Attempt attempt, Reply.News news) {
    if (news instanceof Reply.Published published) {
      mine.published(published.publication());
    } else if (news instanceof Reply.Joined joined) {
      mine.joined(joined.info());
    } else if (news instanceof Reply.Left left) {
      mine.left(left.info());
    } else if (news instanceof Reply.Unsubscribed ended) {
      mine.unsubscribed(attempt, ended.code(), ended.reason());
    }
  }

  private void tellServers(String channel, Reply.News news) {
    if (news instanceof Reply.Published published) {
      StreamTrack track = servers.get(channel);
      if (track != null && track.takes(published.publication())) {
        monitor.tell(() -> serverListener.onPublication(channel, published.publication()));
      }
    } else if (news instanceof Reply.Joined joined) {
      monitor.tell(() -> serverListener.onJoin(channel, joined.info()));
    } else if (news instanceof Reply.Left left) {
      monitor.tell(() -> serverListener.onLeave(channel, left.info()));
    } else if (news instanceof Reply.Unsubscribed ended) {
      servers.remove(channel);
      monitor.tell(() -> serverListener.onUnsubscribed(channel, ended.code(), ended.reason()));
    }
  }

  private void serverSubscribed(String channel, Reply.SubscribeResult result) {
    StreamTrack track = servers.computeIfAbsent(channel, any -> new StreamTrack(null));
    StreamTrack.Restart restart = track.restart(result);
    monitor.tell(() -> serverListener.onSubscribed(channel, restart.subscribed()));
    restart
        .missed()
        .forEach(each -> monitor.tell(() -> serverListener.onPublication(channel, each)));
  }
}
