package io.heartwire.channel;

import io.heartwire.broker.Broker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Says to the broker who is present, in channels that want to know. Safe for use by any thread; the
 * same client's next subscription may overtake the last one's end.
 */
final class Attendance {
  private final Broker broker;
  private final BrokerSteps steps;
  private final Duration ttl;
  private final Function<ChannelName, @Nullable Channel> channels;

  /**
   * @param ttl how long what is said holds, unless it is said again
   * @param channels finds those that have subscribers
   */
  Attendance(
      Broker broker,
      BrokerSteps steps,
      Duration ttl,
      Function<ChannelName, @Nullable Channel> channels) {
    this.broker = broker;
    this.steps = steps;
    this.ttl = ttl;
    this.channels = channels;
  }

  /** Says that the subscriber is there. */
  CompletionStage<@Nullable Void> add(Subscription subscription) {
    if (!subscription.options().presence()) {
      return CompletableFuture.completedStage(null);
    }
    return broker.addPresence(subscription.channel().value(), subscription.info(), ttl);
  }

  /** Says it again, before it is over. */
  void renew(Subscription subscription) {
    steps.watch(
        add(subscription)
            .thenApply(
                done -> {
                  if (subscription.hasEnded()) {
                    takeBack(subscription); // it ended while we said so
                  }
                  return done;
                }));
  }

  /** Says that the subscriber is not there any more. */
  void remove(Subscription subscription) {
    if (subscription.options().presence()) {
      steps.watch(
          broker.removePresence(subscription.channel().value(), subscription.info().client()));
    }
  }

  /** Says late that it is not there, unless the same client has come back meanwhile. */
  void takeBack(Subscription ended) {
    remove(ended);
    Channel channel = channels.apply(ended.channel());
    Subscription successor = channel == null ? null : channel.find(ended.info().client());
    if (successor != null) {
      renew(successor);
    }
  }
}
