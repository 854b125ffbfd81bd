package io.heartwire.queue;

import io.heartwire.broker.ClientInfo;
import io.heartwire.visibility.Internal;

/**
 * The clients to which a namespace permits an operation; written {@code false}, {@code users} or
 * {@code true}.
 */
@Internal
public enum QueuePermission {
  /** Nobody. */
  FALSE,
  /** Clients with a user id, that is all but anonymous ones. */
  USERS,
  /** Everybody. */
  TRUE;

  boolean allows(ClientInfo client) {
    return switch (this) {
      case FALSE -> false;
      case USERS -> !client.user().isEmpty();
      case TRUE -> true;
    };
  }
}
