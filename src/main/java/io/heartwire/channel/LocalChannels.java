package io.heartwire.channel;

import io.heartwire.broker.Broker;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The channels that have a subscriber on this node. The first subscription to a channel subscribes
 * the node at the broker, the end of the last one unsubscribes it.
 *
 * <p>Safe for use by any thread.
 */
final class LocalChannels {
  private final Map<String, Channel> channels = new ConcurrentHashMap<>();
  private final LongAdder subscriptions = new LongAdder(); // changed together with the channels
  private final Broker broker;
  private final BackgroundFailures failures;

  LocalChannels(Broker broker, BackgroundFailures failures) {
    this.broker = broker;
    this.failures = failures;
  }

  /**
   * Adds a subscription to a channel, which is created for its first one.
   *
   * @param create makes the channel, given the stage that completes when the broker delivers here
   * @param subscribe makes the subscription
   */
  Subscription add(
      String name,
      Function<CompletionStage<@Nullable Void>, Channel> create,
      Function<Channel, Subscription> subscribe) {
    Subscription[] made = new Subscription[1];
    channels.compute(
        name,
        (same, existing) -> {
          // Inside compute(), so that the broker's subscribe and unsubscribe for one channel are
          // called in the order in which its subscribers changed.
          Channel channel = existing == null ? create.apply(subscribe(same)) : existing;
          made[0] = subscribe.apply(channel);
          int before = channel.count();
          channel.add(made[0]);
          subscriptions.add(channel.count() - before);
          return channel;
        });
    return made[0];
  }

  /** Removes a subscription that has ended. */
  void remove(Subscription subscription) {
    channels.computeIfPresent(
        subscription.channel().value(),
        (same, channel) -> {
          int before = channel.count();
          channel.remove(subscription);
          subscriptions.add(channel.count() - before);
          if (!channel.isEmpty()) {
            return channel;
          }
          if (!ChannelName.isOwn(same)) {
            failures.watch(broker.unsubscribe(same));
          }
          return null;
        });
  }

  /** The gateway's own channels are for this node alone: the broker never hears of them. */
  private CompletionStage<@Nullable Void> subscribe(String name) {
    return ChannelName.isOwn(name)
        ? CompletableFuture.<@Nullable Void>completedStage(null)
        : broker.subscribe(name);
  }

  /** Returns the channel, or null if it has no subscriber here. */
  @Nullable Channel get(String name) {
    return channels.get(name);
  }

  void forEach(Consumer<Channel> visitor) {
    channels.values().forEach(visitor);
  }

  int count() {
    return channels.size();
  }

  /** The number of subscriptions to the channel. Takes constant time. */
  int subscriptions(String name) {
    Channel here = channels.get(name);
    return here == null ? 0 : here.count();
  }

  /** The number of subscriptions to all channels. Takes constant time. */
  long subscriptions() {
    return subscriptions.sum();
  }
}
