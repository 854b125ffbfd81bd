package io.heartwire.channel;

import io.heartwire.broker.Payload;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The terms of a granted subscription.
 *
 * @param channelInfo the client's info that others see in this channel, or {@link Payload#EMPTY}
 * @param data data for the client in the reply, or {@link Payload#EMPTY}
 * @param ttl how long the subscription lasts unless it is refreshed; null = as long as the
 *     connection
 * @param overrides options that differ from the namespace's
 */
public record SubscribeGrant(
    Payload channelInfo, Payload data, @Nullable Duration ttl, SubscribeOverrides overrides) {
  /** A subscription without info, data, expiry and overrides. */
  public static final SubscribeGrant PLAIN = new SubscribeGrant(Payload.EMPTY, Payload.EMPTY, null);

  /** A subscription with the options of its namespace. */
  public SubscribeGrant(Payload channelInfo, Payload data, @Nullable Duration ttl) {
    this(channelInfo, data, ttl, SubscribeOverrides.NONE);
  }
}
