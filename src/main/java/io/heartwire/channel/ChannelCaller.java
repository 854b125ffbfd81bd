package io.heartwire.channel;

import io.heartwire.broker.ClientInfo;
import io.heartwire.visibility.Internal;
import java.util.function.Predicate;

/**
 * A client that makes a request on a channel.
 *
 * @param info the client
 * @param subscriptions whether it is subscribed to a channel at the moment of the call
 * @param operator whether it may use the gateway's own channels, and no others
 */
@Internal
public record ChannelCaller(
    ClientInfo info, Predicate<ChannelName> subscriptions, boolean operator) {

  /** A client of an application. */
  public ChannelCaller(ClientInfo info, Predicate<ChannelName> subscriptions) {
    this(info, subscriptions, false);
  }

  /** A client without subscriptions. */
  public ChannelCaller(ClientInfo info) {
    this(info, channel -> false);
  }

  boolean isSubscribed(ChannelName channel) {
    return subscriptions.test(channel);
  }
}
