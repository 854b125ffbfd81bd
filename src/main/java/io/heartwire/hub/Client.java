package io.heartwire.hub;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Payload;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.channel.SubscribeRequest;
import io.heartwire.connection.CloseReason;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A client that takes part, and what the server may do to it from its side. Safe for use by any
 * thread; nothing blocks.
 */
public interface Client {

  ClientInfo info();

  /** The channels that it is subscribed to, or about to be; may change while it is looked at. */
  Set<ChannelName> channels();

  /** The names of the queues that it consumes from; may change while it is looked at. */
  default Set<String> queues() {
    return Set.of();
  }

  /** What only the server knows of it, or {@link Payload#EMPTY}. */
  Payload meta();

  /**
   * Subscribes it to a channel and tells it so; nothing happens if it is subscribed already.
   *
   * @return fails if it can't be subscribed
   */
  CompletionStage<@Nullable Void> subscribe(
      ChannelName channel, SubscribeRequest request, SubscribeGrant grant);

  /** Ends a subscription and tells the client so; nothing happens if there is none. */
  void unsubscribe(ChannelName channel);

  /** Closes the connection. */
  void disconnect(CloseReason reason);

  /**
   * Puts the end of the connection off and tells the client so.
   *
   * @param ttl from now; null = it lasts as long as the client likes
   * @param info what others see of it from now on; empty = as before
   */
  void refresh(@Nullable Duration ttl, Payload info);
}
