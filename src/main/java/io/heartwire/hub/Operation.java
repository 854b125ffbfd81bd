package io.heartwire.hub;

import io.heartwire.broker.Payload;
import io.heartwire.broker.StreamPosition;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.connection.CloseReason;
import io.heartwire.visibility.Internal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the server does to clients, on every node. Immutable.
 *
 * <p>How long something lasts counts from when a node does it, so that nodes whose clocks differ
 * agree. Moments that are compared with what tokens say are moments.
 */
@Internal
public sealed interface Operation {

  /**
   * Closes connections, whatever they speak.
   *
   * @param whitelist ids of clients that stay
   */
  record Disconnect(ClientTarget target, List<String> whitelist, CloseReason reason)
      implements Operation {}

  /**
   * @param since what was published after it is sent, too; null = nothing
   */
  record Subscribe(
      ClientTarget target,
      ChannelName channel,
      @Nullable StreamPosition since,
      SubscribeGrant grant)
      implements Operation {}

  record Unsubscribe(ClientTarget target, ChannelName channel) implements Operation {}

  /**
   * @param ttl from now; null = they last as long as they like
   * @param info what others see of them from now on; empty = as before
   */
  record Refresh(ClientTarget target, @Nullable Duration ttl, Payload info) implements Operation {}

  /**
   * @param id the token's claim {@code jti}
   * @param until when it is forgotten; null = not before the process ends
   */
  record RevokeToken(String id, @Nullable Instant until) implements Operation {}

  /**
   * @param issuedBefore which tokens are meant, besides those that don't say when they were issued
   * @param until as above
   */
  record InvalidateTokens(String user, Instant issuedBefore, @Nullable Instant until)
      implements Operation {}
}
