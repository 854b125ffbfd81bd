package io.heartwire.channel;

import io.heartwire.visibility.Internal;

/**
 * The clients to which a namespace permits an operation; written {@code false}, {@code
 * subscribers}, {@code users} or {@code true}.
 */
@Internal
public enum Permission {
  /** Nobody. */
  FALSE,
  /**
   * Clients that are subscribed to the channel, anonymous ones included. Not for subscribing
   * itself.
   */
  SUBSCRIBERS,
  /** Clients with a user id, that is all but anonymous ones. */
  USERS,
  /** Everybody. */
  TRUE;

  boolean allows(ChannelCaller caller, ChannelName channel) {
    return switch (this) {
      case FALSE -> false;
      case SUBSCRIBERS -> caller.isSubscribed(channel);
      case USERS -> !caller.info().user().isEmpty();
      case TRUE -> true;
    };
  }
}
