package io.heartwire.channel;

import io.heartwire.broker.Presence;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells the engine who is present in channels that keep presence. Safe for use by any thread. A
 * client's new subscription may be added before the end of its last one is handled.
 */
final class PresenceUpdates {
  private final Presence presence;
  private final BackgroundFailures failures;
  private final Duration ttl;
  private final Function<ChannelName, @Nullable Channel> channels;

  /**
   * @param ttl how long an entry lasts unless it is renewed
   * @param channels finds a channel that has subscribers
   */
  PresenceUpdates(
      Presence presence,
      BackgroundFailures failures,
      Duration ttl,
      Function<ChannelName, @Nullable Channel> channels) {
    this.presence = presence;
    this.failures = failures;
    this.ttl = ttl;
    this.channels = channels;
  }

  /** Adds the subscriber to the channel's presence. */
  CompletionStage<@Nullable Void> add(Subscription subscription) {
    if (!subscription.options().presence()) {
      return CompletableFuture.completedStage(null);
    }
    return presence.addPresence(
        subscription.channel().value(),
        subscription.info(),
        ttl,
        subscription.options().joinLeave());
  }

  /** Renews the subscriber's entry before it expires. */
  void renew(Subscription subscription) {
    failures.watch(
        add(subscription)
            .thenApply(
                done -> {
                  if (subscription.hasEnded()) {
                    removeLate(subscription); // it ended during the renewal
                  }
                  return done;
                }));
  }

  /** Removes the subscriber from the channel's presence with its last subscription to it. */
  void remove(Subscription subscription) {
    if (subscription.options().presence() && !subscription.isOneOfSeveral()) {
      failures.watch(
          presence.removePresence(subscription.channel().value(), subscription.client()));
    }
  }

  /**
   * Removes an entry that was added after the end, and adds the client again if it has a new
   * subscription meanwhile.
   */
  void removeLate(Subscription ended) {
    remove(ended);
    Channel channel = channels.apply(ended.channel());
    Subscription successor = channel == null ? null : channel.find(ended.client());
    if (successor != null) {
      renew(successor);
    }
  }
}
