package io.heartwire.protocol.centrifuge;

import io.heartwire.connection.CloseReason;

/**
 * The codes and reasons with which the server closes a connection.
 *
 * <p>Clients reconnect after 3000 to 3499 (and 4000 to 4499, which are for applications), and do
 * not after 3500 to 3999 (and 4500 to 4999). Source: the disconnect codes at <a
 * href="https://centrifugal.dev/docs/server/codes">centrifugal.dev</a>.
 */
enum DisconnectCode {
  /** The connection was lost; never sent, for observers only. */
  CONNECTION_CLOSED(3000, "connection closed"),
  /** The node is shutting down. */
  SHUTDOWN(3001, "shutdown"),
  /** The server failed and cannot go on with this connection. */
  SERVER_ERROR(3004, "internal server error"),
  /** The connection has expired without a refresh. */
  EXPIRED(3005, "connection expired"),
  /** A subscription has expired without a refresh. */
  SUBSCRIPTION_EXPIRED(3006, "subscription expired"),
  /** The client reads too slowly. */
  SLOW(3008, "slow"),
  /** Writing to the client failed. */
  WRITE_ERROR(3009, "write error"),
  /**
   * The client's position in a stream is wrong; after a reconnect it can recover what it missed.
   */
  INSUFFICIENT_STATE(3010, "insufficient state"),
  /** The server application closed the connection; the client may reconnect. */
  FORCE_RECONNECT(3011, "force reconnect"),
  /** The client did not answer the server's pings in time. */
  NO_PONG(3012, "no pong"),
  /** The client exceeded its rate of commands. */
  TOO_MANY_REQUESTS(3013, "too many requests"),
  /** The token is invalid. */
  INVALID_TOKEN(3500, "invalid token"),
  /** A frame is malformed, or a command came out of order. */
  BAD_REQUEST(3501, "bad request"),
  /** No valid connect command came in time. */
  STALE(3502, "stale"),
  /** The server application closed the connection for good. */
  FORCE_NO_RECONNECT(3503, "force disconnect"),
  /** The limit of connections, of this user or of all, is reached. */
  CONNECTION_LIMIT(3504, "connection limit"),
  /** The limit of channels of one connection is reached. */
  CHANNEL_LIMIT(3505, "channel limit"),
  /** The client's encoding cannot represent the data: binary data for a JSON client. */
  INAPPROPRIATE_PROTOCOL(3506, "inappropriate protocol"),
  /** The client may not connect. */
  PERMISSION_DENIED(3507, "permission denied"),
  /** The requested feature is not available, and the command has no reply, such as a message. */
  NOT_AVAILABLE(3508, "not available"),
  /** Too many of the client's commands failed. */
  TOO_MANY_ERRORS(3509, "too many errors");

  private final int code;
  private final String reason;

  DisconnectCode(int code, String reason) {
    this.code = code;
    this.reason = reason;
  }

  int code() {
    return code;
  }

  String reason() {
    return reason;
  }

  /** Returns whether the client reconnects by itself. */
  boolean isReconnect() {
    return code < 3500;
  }

  /** Returns the close reason for the connection. */
  CloseReason closeReason() {
    return new CloseReason(code, reason);
  }
}
