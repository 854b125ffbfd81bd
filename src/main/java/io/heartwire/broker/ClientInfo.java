package io.heartwire.broker;

/**
 * Who published, joined, left or is present.
 *
 * @param user may be empty: anonymous
 * @param client id of the connection
 * @param connectionInfo what the connect step attached, or {@link Payload#EMPTY}
 * @param channelInfo what the subscribe step attached, or {@link Payload#EMPTY}
 */
public record ClientInfo(String user, String client, Payload connectionInfo, Payload channelInfo) {

  public ClientInfo(String user, String client) {
    this(user, client, Payload.EMPTY, Payload.EMPTY);
  }
}
