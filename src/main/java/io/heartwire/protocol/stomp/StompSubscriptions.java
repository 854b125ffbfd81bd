package io.heartwire.protocol.stomp;

import io.heartwire.channel.ChannelName;
import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionLimit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of one client, by their ids: at most so many, and none once the connection has
 * ended. Safe for use by any thread.
 */
final class StompSubscriptions {
  private static final CloseReason CHANNEL_LIMIT = new CloseReason(3505, "subscription limit");

  private final Connection connection;
  private final int most;

  // Guarded by this.
  private final Map<String, StompSubscription> all = new LinkedHashMap<>();
  private boolean isClosed;

  /**
   * @param most how many the client may have
   */
  StompSubscriptions(Connection connection, int most) {
    this.connection = connection;
    this.most = most;
  }

  /**
   * Adds one that the client wants.
   *
   * @throws StompException if its id is taken, or there are as many as there may be
   */
  void add(StompSubscription subscription) {
    synchronized (this) {
      if (all.containsKey(subscription.id())) {
        throw StompException.badRequest(
            "there is a subscription with id '%s' already"
                .formatted(ClientFrame.shown(subscription.id())));
      }
      if (isClosed) {
        throw new StompException("closed", "the connection has ended", CloseReason.VANISHED);
      }
      if (all.size() < most) {
        all.put(subscription.id(), subscription);
        return;
      }
    }
    connection.quota().exceeded(ConnectionLimit.SUBSCRIPTIONS);
    throw new StompException(
        "limit exceeded",
        "a client may have heartwire.client.max-subscriptions=%d".formatted(most),
        CHANNEL_LIMIT);
  }

  /**
   * Adds one that the server wants, which no limit applies to.
   *
   * @return false if there is one with its id already, or the connection has ended
   */
  synchronized boolean addByServer(TopicSubscription subscription) {
    return !isClosed && all.putIfAbsent(subscription.id(), subscription) == null;
  }

  synchronized @Nullable StompSubscription find(String id) {
    return all.get(id);
  }

  /** The one to a queue with this number. */
  synchronized @Nullable QueueFeed feed(long number) {
    for (StompSubscription each : all.values()) {
      if (each instanceof QueueFeed feed && feed.number() == number) {
        return feed;
      }
    }
    return null;
  }

  synchronized List<TopicSubscription> to(ChannelName channel) {
    return topics().filter(topic -> topic.channel().equals(channel)).toList();
  }

  synchronized boolean isEstablished(ChannelName channel) {
    return topics().anyMatch(topic -> topic.isEstablished() && topic.channel().equals(channel));
  }

  synchronized Set<ChannelName> channels() {
    return topics().map(TopicSubscription::channel).collect(Collectors.toUnmodifiableSet());
  }

  /** Those that feed the client at the moment. */
  synchronized Set<String> queues() {
    return only(QueueFeed.class)
        .map(QueueFeed::queue)
        .filter(queue -> !queue.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  synchronized @Nullable StompSubscription remove(String id) {
    return all.remove(id);
  }

  synchronized boolean isClosed() {
    return isClosed;
  }

  /**
   * Ends them all; there will be no more.
   *
   * @param why see {@link StompSubscription#end}
   */
  void close(String why) {
    List<StompSubscription> ended;
    synchronized (this) {
      isClosed = true;
      ended = new ArrayList<>(all.values());
      all.clear();
    }
    ended.forEach(
        each -> {
          var unused = each.end(why);
        });
  }

  private Stream<TopicSubscription> topics() {
    return only(TopicSubscription.class);
  }

  /** The caller holds the lock. */
  private <T extends StompSubscription> Stream<T> only(Class<T> kind) {
    return all.values().stream().filter(kind::isInstance).map(kind::cast);
  }
}
