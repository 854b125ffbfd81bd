package io.heartwire.broker;

import io.heartwire.visibility.Internal;

/**
 * The client that published, joined, left or is present.
 *
 * @param user the user, empty for an anonymous one
 * @param client the connection's id
 * @param connectionInfo data attached at connect, or {@link Payload#EMPTY}
 * @param channelInfo data attached at subscribe, or {@link Payload#EMPTY}
 */
public record ClientInfo(String user, String client, Payload connectionInfo, Payload channelInfo) {

  public ClientInfo(String user, String client) {
    this(user, client, Payload.EMPTY, Payload.EMPTY);
  }

  /** Who it is, in words, for messages. */
  @Internal
  public String who() {
    return user.isEmpty() ? "an anonymous client" : "user '" + user + "'";
  }
}
