package io.heartwire.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A client's subscriptions: those that it asked for, and those that the server made. They outlive
 * connections. Guarded by the client's lock.
 */
final class ClientSubscriptions {
  private final ClientContext context;
  private final ClientLock lock;
  private final PendingRequests requests;
  private final SubscriptionListener serverListener;
  private final Map<String, ClientSubscription> own = new LinkedHashMap<>();
  private final Map<String, StreamProgress> servers = new LinkedHashMap<>();
  private final SubscribeLimiter limiter;
  private @Nullable ConnectionAttempt connection; // null while none is established

  ClientSubscriptions(ClientContext context, SubscriptionListener serverListener) {
    this.context = context;
    this.lock = context.lock();
    this.requests = context.requests();
    this.serverListener = serverListener;
    this.limiter = new SubscribeLimiter(context.settings().maxRequests());
  }

  /**
   * @throws IllegalStateException if there is a subscription to this channel
   */
  Subscription add(String channel, SubscriptionOptions options, SubscriptionListener listener) {
    if (own.containsKey(channel)) {
      throw new IllegalStateException(
          "already subscribed to %s: unsubscribe that first".formatted(channel));
    }
    ClientSubscription added = new ClientSubscription(channel, options, listener, context, this);
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

  /** Tells the server that the client has left the channel. */
  void tellServer(String channel) {
    if (connection != null) {
      send(connection, ClientCommand.unsubscribe(channel), done -> {}, failure -> {});
    }
  }

  void send(
      ConnectionAttempt attempt,
      ClientCommand command,
      Consumer<ServerReply.Result> answered,
      Consumer<HeartwireClientException> failed) {
    requests.send(
        new ClientRequest(ClientRequest.Kind.THIS_CONNECTION_ONLY, command, answered, failed),
        attempt.webSocket());
  }

  /**
   * Asks the server for a subscription, once not too many others are unanswered.
   *
   * @param isWanted whether it is still wanted by then
   */
  void ask(
      ConnectionAttempt attempt,
      BooleanSupplier isWanted,
      Supplier<ClientCommand> command,
      Consumer<ServerReply.Result> answered,
      Consumer<HeartwireClientException> failed) {
    limiter.run(
        attempt,
        done -> {
          if (isWanted.getAsBoolean()) {
            send(
                attempt,
                command.get(),
                result -> {
                  answered.accept(result);
                  done.run();
                },
                failure -> {
                  failed.accept(failure);
                  done.run();
                });
          } else {
            done.run();
          }
        });
  }

  /** From where to recover the server's subscriptions, by channel. */
  Map<String, StreamPosition> recoverable() {
    Map<String, StreamPosition> recoverable = new LinkedHashMap<>();
    servers.forEach(
        (channel, progress) -> {
          StreamPosition position = progress.position();
          if (position != null) {
            recoverable.put(channel, position);
          }
        });
    return recoverable;
  }

  /**
   * A connection is established: all subscriptions of the client begin again.
   *
   * @param given those that the server has made
   */
  void resume(ConnectionAttempt attempt, Map<String, ServerReply.SubscribeResult> given) {
    connection = attempt;
    for (String channel : List.copyOf(servers.keySet())) {
      if (!given.containsKey(channel)) {
        servers.remove(channel);
        lock.tell(() -> serverListener.onUnsubscribed(channel, 0, "not subscribed any more"));
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
        .forEach(channel -> lock.tell(() -> serverListener.onResubscribing(channel, reason)));
  }

  void abandon(String why) {
    connection = null;
    new ArrayList<>(own.values()).forEach(each -> each.end(0, why));
    servers
        .keySet()
        .forEach(channel -> lock.tell(() -> serverListener.onUnsubscribed(channel, 0, why)));
    servers.clear();
  }

  void onPush(ConnectionAttempt attempt, String channel, ServerReply.PushEvent event) {
    ClientSubscription mine = own.get(channel);
    if (mine != null) {
      tell(mine, attempt, event);
    } else if (event instanceof ServerReply.ServerSubscribed subscribed) {
      serverSubscribed(channel, subscribed.result());
    } else if (servers.containsKey(channel)) {
      tellServers(channel, event);
    }
  }

  private static void tell(
      ClientSubscription mine, ConnectionAttempt attempt, ServerReply.PushEvent event) {
    if (event instanceof ServerReply.Published published) {
      mine.published(published.publication());
    } else if (event instanceof ServerReply.Joined joined) {
      mine.joined(joined.info());
    } else if (event instanceof ServerReply.Left left) {
      mine.left(left.info());
    } else if (event instanceof ServerReply.Unsubscribed ended) {
      mine.unsubscribed(attempt, ended.code(), ended.reason());
    }
  }

  private void tellServers(String channel, ServerReply.PushEvent event) {
    if (event instanceof ServerReply.Published published) {
      StreamProgress progress = servers.get(channel);
      if (progress != null && progress.advance(published.publication())) {
        lock.tell(() -> serverListener.onPublication(channel, published.publication()));
      }
    } else if (event instanceof ServerReply.Joined joined) {
      lock.tell(() -> serverListener.onJoin(channel, joined.info()));
    } else if (event instanceof ServerReply.Left left) {
      lock.tell(() -> serverListener.onLeave(channel, left.info()));
    } else if (event instanceof ServerReply.Unsubscribed ended) {
      servers.remove(channel);
      lock.tell(() -> serverListener.onUnsubscribed(channel, ended.code(), ended.reason()));
    }
  }

  private void serverSubscribed(String channel, ServerReply.SubscribeResult result) {
    StreamProgress progress = servers.computeIfAbsent(channel, any -> new StreamProgress(null));
    StreamProgress.Restart restart = progress.restart(result);
    lock.tell(() -> serverListener.onSubscribed(channel, restart.subscribed()));
    restart.missed().forEach(each -> lock.tell(() -> serverListener.onPublication(channel, each)));
  }
}
