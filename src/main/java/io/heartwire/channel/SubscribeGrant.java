package io.heartwire.channel;

import io.heartwire.broker.Payload;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a client gets with a subscription.
 *
 * @param channelInfo what others see of it in this channel, or {@link Payload#EMPTY}
 * @param data what the client is told with the reply, or {@link Payload#EMPTY}
 * @param ttl how long the subscription lasts unless it is refreshed; null = as long as the
 *     connection
 * @param overrides where the subscription differs from its namespace
 */
public record SubscribeGrant(
    Payload channelInfo, Payload data, @Nullable Duration ttl, SubscribeOverrides overrides) {
  /** Nothing but the subscription itself. */
  public static final SubscribeGrant PLAIN = new SubscribeGrant(Payload.EMPTY, Payload.EMPTY, null);

  /** A subscription as its namespace has it. */
  public SubscribeGrant(Payload channelInfo, Payload data, @Nullable Duration ttl) {
    this(channelInfo, data, ttl, SubscribeOverrides.NONE);
  }
}
